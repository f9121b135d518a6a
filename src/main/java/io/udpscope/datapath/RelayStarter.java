package io.udpscope.datapath;

/** Starts the relay, on a thread of its own, when rules first want it. */
public interface RelayStarter {
  /** For sessions without one: what only a relay could send passes, and is counted. */
  RelayStarter NONE = tap -> () -> {};

  /**
   * Begins to send what comes. It has beaten once by the time it returns, so that the first packets
   * of the rules that wanted it do not pass.
   *
   * @return ends it: when {@link Running#close} returns, nobody uses the tap any more
   * @throws DatapathException if it cannot
   */
  Running start(RelayTap tap);

  /** A relay at work. */
  interface Running extends AutoCloseable {
    @Override
    void close();
  }
}

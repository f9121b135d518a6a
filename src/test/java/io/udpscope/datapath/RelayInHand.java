package io.udpscope.datapath;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A relay that sends nothing: a test looks at what it was given. Alive until it is told else. */
public final class RelayInHand implements RelayStarter {
  private RelayTap tap;
  private int started;
  private boolean closed;

  @Override
  public Running start(RelayTap given) {
    tap = given;
    started++;
    liveFor(Duration.ofHours(1));
    return () -> closed = true;
  }

  /** The time may be over already. */
  public void liveFor(Duration time) {
    tap.beat(System.nanoTime() + time.toNanos());
  }

  public RelayTap tap() {
    return tap;
  }

  /** How often it was started. */
  public int started() {
    return started;
  }

  public boolean isClosed() {
    return closed;
  }

  /** The records since the last call, whose memory goes back. */
  List<RelayedDatagram> datagrams(Datapath datapath) {
    List<RelayedDatagram> datagrams = new ArrayList<>();
    if (tap != null) {
      tap.take(
          record -> datagrams.add(RelayedDatagram.of(datapath, tap, record)), Integer.MAX_VALUE);
      tap.release();
    }
    return datagrams;
  }

  /** As {@link #datagrams}, of which only the number matters. */
  public int count() {
    int count = tap.take(record -> {}, Integer.MAX_VALUE);
    tap.release();
    return count;
  }
}

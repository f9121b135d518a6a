package io.udpscope.app;

import io.udpscope.app.export.ExportPolicy;
import io.udpscope.app.health.HostSource;
import io.udpscope.app.log.EventLog;
import io.udpscope.app.time.DayClock;
import io.udpscope.app.time.TimeSource;
import io.udpscope.datapath.TapOptions;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that owns a session, and its duty cycle: drain the ring into the store, do what the
 * screen asked for, publish a snapshot, sleep. {@link #offer}, {@link #latest} and {@link #stop}
 * are for any thread; everything else happens on the agent's.
 */
public final class Agent implements Runnable {
  /**
   * @param sink where captured packets go as well
   * @param changes what the screen may change
   * @param host where the datapath is
   * @param exports how files are written that the screen asks for
   */
  public record Options(
      TapOptions tap,
      int storeBytes,
      Optional<PacketSink.Source> sink,
      ChangePolicy changes,
      HostSource host,
      ExportPolicy exports) {}

  private static final int QUEUE = 256;

  /**
   * While packets flow, the ring is looked at this often instead of at every packet. The default
   * ring holds more than 30 ms of 4 million packets a second.
   */
  private static final long PAUSE_NANOS = 4_000_000;

  private final Session.Setting setting;
  private final TimeSource time;
  private final SessionNews news;
  private final Waker waker = new Waker();
  private final Runnable published;
  private final ArrayBlockingQueue<Command.ForAgent> commands = new ArrayBlockingQueue<>(QUEUE);
  private volatile Snapshot latest;
  private volatile boolean stopping;
  private Session session;

  /**
   * @param published called on the agent's thread after each new snapshot
   */
  public Agent(
      DatapathSource source, Options options, TimeSource time, ZoneId zone, Runnable published) {
    this(source, options, time, zone, published, Agent::compileFilter);
  }

  /**
   * @param compiling where filters are compiled, one after the other
   */
  Agent(
      DatapathSource source,
      Options options,
      TimeSource time,
      ZoneId zone,
      Runnable published,
      Executor compiling) {
    this.time = time;
    this.published = published;
    DayClock clock = new DayClock(time, zone, source.isFile());
    news = new SessionNews(new EventLog(time, clock));
    setting = new Session.Setting(source, options, time, clock, news, compiling, waker);
    latest = Snapshot.attaching(clock.nowOfDayNanos(), options.storeBytes());
  }

  /**
   * Asks for something to be done soon.
   *
   * @return false if too much is waiting already; then nothing will be done
   */
  public boolean offer(Command.ForAgent command) {
    boolean taken = commands.offer(command);
    waker.wake();
    return taken;
  }

  public Snapshot latest() {
    return latest;
  }

  /** Ends {@link #run} soon. */
  public void stop() {
    stopping = true;
    waker.wake();
  }

  /** What went wrong while the session ran and made it less than it should be; after the end. */
  public List<String> failures() {
    return news.failures();
  }

  @Override
  public void run() {
    try {
      open();
      while (!stopping) {
        rest(cycle());
      }
      session.takeLastPackets();
      publish(time.monotonicNanos()); // the final account
    } catch (RuntimeException e) {
      latest = latest.failed(e);
      published.run();
    } finally {
      close();
    }
  }

  /** On a thread that ends with its work, since hardly ever is there any. */
  private static void compileFilter(Runnable work) {
    Thread thread = new Thread(work, "filter-compiler");
    thread.setDaemon(true);
    thread.start();
  }

  /** Loads and attaches. */
  void open() {
    session = Session.open(setting);
  }

  /** Once around: everything but the rest. */
  Intake.Drained cycle() {
    Intake.Drained drained = session.takePackets();
    session.takeEvents();
    for (Command.ForAgent next = commands.poll(); next != null; next = commands.poll()) {
      session.carryOut(next);
    }
    session.advance();
    long now = time.monotonicNanos();
    if (session.isDue(now)) {
      publish(now);
    }
    return drained;
  }

  boolean isLooking() {
    return session.isLooking();
  }

  private void rest(Intake.Drained drained) {
    switch (drained) {
      case PART -> {}
      case ALL -> LockSupport.parkNanos(this, PAUSE_NANOS);
      case NOTHING -> session.sleep();
    }
  }

  private void publish(long nowNanos) {
    latest = session.snapshot(nowNanos);
    published.run();
  }

  /** Detaches. */
  void close() {
    waker.end();
    if (session != null) {
      session.close();
    }
  }
}

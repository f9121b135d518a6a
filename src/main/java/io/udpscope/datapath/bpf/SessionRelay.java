package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathEvent.RelayDied;
import io.udpscope.datapath.DatapathEvent.RelayRestarted;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.RelayStarter;
import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.rule.RelayForwards;
import io.udpscope.model.RelayCounters;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.TapCounters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The relay of a session: it starts when rules first want one, and ends with the session. One that
 * ends by itself is started again. Of the session's thread.
 */
final class SessionRelay implements AutoCloseable {
  private static final int RING_BYTES = 16 << 20;
  private static final RelayStarter.Running NOBODY = () -> {};

  private final RelayStarter starter;
  private final TapPlaces places;
  private final ByteBuffer control;
  private final int sockets;
  private final RelayForwards forwards = new RelayForwards(System::nanoTime);
  private final RelayHeartbeat heartbeat;
  private final Runnable wake;
  private final Queue<String> deaths = new ConcurrentLinkedQueue<>();
  private final RestartTimes restarts = new RestartTimes();
  private AtWork atWork;

  private record AtWork(
      TapRing<RelayRing> place, BpfRelayTap tap, RelayCounts counts, RelayStarter.Running running) {
    AtWork with(RelayStarter.Running another) {
      return new AtWork(place, tap, counts, another);
    }
  }

  /**
   * @param wake lets the session look at {@link #events}; from any thread
   * @param control the map {@code control}, mapped
   * @param sockets the descriptor of the map {@code relay_sockets}
   */
  SessionRelay(
      RelayStarter starter, TapPlaces places, ByteBuffer control, int sockets, Runnable wake) {
    this.starter = starter;
    this.places = places;
    this.control = control;
    this.sockets = sockets;
    this.wake = wake;
    this.heartbeat = new RelayHeartbeat(control);
  }

  RelayHeartbeat heartbeat() {
    return heartbeat;
  }

  /** What it looks up. */
  RelayForwards forwards() {
    return forwards;
  }

  /** Whether packets may be given to one. */
  boolean runs() {
    return atWork != null;
  }

  /**
   * Starts it, unless it runs or these rules do without.
   *
   * @throws DatapathException if it cannot
   */
  void startFor(List<Rule> rules) {
    if (atWork == null
        && starter != RelayStarter.NONE
        && rules.stream().anyMatch(RelayForwards::isRelayed)) {
      TapRing<RelayRing> place = places.take(RING_BYTES, RelayRing::new);
      RelayCounts counts = new RelayCounts();
      control.putInt(ControlLayout.RELAY_TAP, place.index());
      try {
        var tap = new BpfRelayTap(this, place, counts, sockets);
        atWork = new AtWork(place, tap, counts, starter.start(tap));
        restarts.started(System.nanoTime());
      } catch (RuntimeException e) {
        heartbeat.beat(0); // or packets would go to who has the place next
        places.giveBack(place);
        throw e;
      }
    }
  }

  /** It has ended by itself: on its thread. */
  void bury(String reason) {
    fallSilent();
    deaths.add(reason);
    wake.run();
  }

  /** Starts it again when it is time to; what happened since the last call. */
  List<DatapathEvent> events() {
    List<DatapathEvent> events = new ArrayList<>();
    for (String reason = deaths.poll(); reason != null; reason = deaths.poll()) {
      atWork.running().close(); // waits for its thread, which may still be closing sockets
      atWork = atWork.with(NOBODY);
      events.add(ended(reason));
    }
    if (restarts.isDue(System.nanoTime())) {
      events.add(startAgain());
    }
    forwards.forget();
    return events;
  }

  private DatapathEvent ended(String reason) {
    restarts.ended(System.nanoTime());
    return new RelayDied(reason);
  }

  /** With the same ring and counters; what the other had in hand is lost, what waits is not. */
  private DatapathEvent startAgain() {
    heartbeat.beginAnew();
    try {
      atWork = atWork.with(starter.start(atWork.tap()));
      restarts.started(System.nanoTime());
      return new RelayRestarted();
    } catch (RuntimeException | OutOfMemoryError e) { // which is what no room for a thread is
      fallSilent();
      return ended("it cannot be started: " + e.getMessage());
    }
  }

  /** What it did for the target that has a slot. */
  RelayCounters ofTarget(int slot) {
    return atWork == null ? RelayCounters.NONE : atWork.counts().of(slot);
  }

  /** The slot is another target's from now on. */
  void zeroTarget(int slot) {
    if (atWork != null) {
      atWork.counts().zero(slot);
    }
  }

  /** Empty if rules never wanted one. */
  Optional<RelayState> state() {
    if (atWork == null) {
      return Optional.empty();
    }
    TapCounters ring = places.counters(atWork.place(), atWork.tap().taken());
    return Optional.of(new RelayState(heartbeat.isHeard(), ring));
  }

  /** From now on packets that only it could send pass. */
  void fallSilent() {
    heartbeat.fallSilent();
  }

  @Override
  public void close() {
    fallSilent();
    if (atWork != null) {
      atWork.running().close();
      places.giveBack(atWork.place());
      atWork = null;
    }
  }
}

package io.udpscope.app.flow;

import io.udpscope.app.time.DayClock;
import io.udpscope.app.time.Rate;
import io.udpscope.capture.PacketRows;
import io.udpscope.capture.flow.Conversations;
import io.udpscope.capture.flow.FlowCounter;
import io.udpscope.capture.flow.FlowTable;
import io.udpscope.capture.flow.Flows;
import io.udpscope.capture.flow.Talkers;
import io.udpscope.datapath.Datapath;
import io.udpscope.decode.Decoders;
import io.udpscope.decode.Summary;
import io.udpscope.model.PacketRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes rows of the conversations and talkers that the screen wants to see: once a second, and when
 * it wants others. The agent's.
 */
public final class FlowReader {
  private final Flows flows;
  private final FlowCounter counter;
  private final PacketRows store;
  private final Datapath datapath;
  private final DayClock clock;
  private final PacketRecord packet = new PacketRecord();
  private Optional<FlowWindow> window = Optional.empty();
  private FlowOrder order;
  private FlowOrder sorting;
  private FlowPage page = FlowPage.EMPTY;

  public FlowReader(
      Flows flows, FlowCounter counter, PacketRows store, Datapath datapath, DayClock clock) {
    this.flows = flows;
    this.counter = counter;
    this.store = store;
    this.datapath = datapath;
    this.clock = clock;
  }

  /** What is wanted from now on, if anything. */
  public void show(Optional<FlowWindow> wanted) {
    window = wanted;
    sorting = null;
    if (wanted.isEmpty()) {
      order = null;
      page = FlowPage.EMPTY;
    }
  }

  /** There is more to do at once. */
  public boolean isBusy() {
    return sorting != null;
  }

  public FlowPage page() {
    return page;
  }

  /**
   * Does what is to be done, for so long at most.
   *
   * @return whether there is a new page
   */
  public boolean advance(long nowNanos, long sliceNanos) {
    if (window.isEmpty()) {
      return false;
    }
    FlowQuery query = window.get().query();
    int second = FlowTable.second(nowNanos) - 1;
    boolean fresh = order != null && order.query().equals(query) && order.second() == second;
    if (!fresh) {
      if (sorting == null) {
        sorting = new FlowOrder(table(query.kind()), query, second, clock.isOfFile());
      }
      if (!sorting.advance(sliceNanos)) {
        return false;
      }
      order = sorting;
      sorting = null;
    } else if (page.window().equals(window)) {
      return false;
    }
    page = read(window.get());
    return true;
  }

  private FlowTable table(FlowKind kind) {
    return switch (kind) {
      case CONVERSATIONS -> flows.conversations();
      case SOURCES -> flows.sources();
      case DESTINATIONS -> flows.destinations();
      case PORTS -> flows.ports();
    };
  }

  private FlowPage read(FlowWindow wanted) {
    int[] numbers = order.numbers();
    int chosen = wanted.chosen().map(key -> row(numbers, number(key))).orElse(-1);
    int top = Math.max(0, Math.min(wanted.top(), numbers.length - wanted.height()));
    if (chosen >= 0) {
      top = Math.max(chosen - wanted.height() + 1, Math.min(top, chosen));
    }
    int end = Math.min(numbers.length, top + wanted.height());
    List<FlowRow> rows = new ArrayList<>(end - top);
    for (int at = top; at < end; at++) {
      rows.add(row(wanted.query().kind(), numbers[at]));
    }
    long forgotten = table(wanted.query().kind()).forgotten();
    return new FlowPage(
        Optional.of(wanted),
        top,
        numbers.length,
        chosen,
        List.copyOf(rows),
        forgotten,
        counter.leftOut(),
        flows.total());
  }

  private int number(FlowKey key) {
    if (key instanceof FlowKey.Conversation one) {
      FlowKey.End first = one.first();
      FlowKey.End second = one.second();
      return flows
          .conversations()
          .find(first.address(), first.port(), second.address(), second.port());
    }
    if (key instanceof FlowKey.Source source) {
      return flows.sources().find(source.address());
    }
    if (key instanceof FlowKey.Destination destination) {
      return flows.destinations().find(destination.address());
    }
    return flows.ports().find(((FlowKey.Port) key).number());
  }

  private static int row(int[] numbers, int number) {
    for (int at = 0; at < numbers.length; at++) {
      if (numbers[at] == number) {
        return at;
      }
    }
    return -1;
  }

  private FlowRow row(FlowKind kind, int number) {
    return switch (kind) {
      case CONVERSATIONS -> conversation(number);
      case SOURCES -> {
        Talkers table = flows.sources();
        yield talker(new FlowKey.Source(table.address(number)), table, number);
      }
      case DESTINATIONS -> {
        Talkers table = flows.destinations();
        yield talker(new FlowKey.Destination(table.address(number)), table, number);
      }
      case PORTS -> {
        Talkers table = flows.ports();
        yield talker(new FlowKey.Port(table.port(number)), table, number);
      }
    };
  }

  private FlowRow talker(FlowKey key, Talkers table, int number) {
    long last = clock.timeOfDayNanos(table.lastNanos(number));
    return new FlowRow.Talker(key, table.traffic(number), rate(table, number), last);
  }

  /** In the last second; a file's is no better than any other, so there over all of its time. */
  private Rate rate(FlowTable table, int number) {
    if (clock.isOfFile()) {
      return new Rate(
          table.perSecond(number, table.packets(number)),
          table.perSecond(number, table.bytes(number)));
    }
    return new Rate(table.packetsIn(number, order.second()), table.bytesIn(number, order.second()));
  }

  private FlowRow conversation(int number) {
    Conversations table = flows.conversations();
    return new FlowRow.Conversation(
        new FlowKey.Conversation(end(table, number, true), end(table, number, false)),
        table.sent(number, true),
        table.sent(number, false),
        table.isHere(number, true),
        rate(table, number),
        history(table, number),
        clock.timeOfDayNanos(table.firstNanos(number)),
        clock.timeOfDayNanos(table.lastNanos(number)),
        protocol(table.lastRow(number)),
        datapath.ruleName(table.lastRuleSlot(number)).orElse("(removed)"),
        table.lastVerdict(number));
  }

  private static FlowKey.End end(Conversations table, int number, boolean first) {
    return new FlowKey.End(table.address(number, first), table.port(number, first));
  }

  private List<Long> history(FlowTable table, int number) {
    List<Long> history = new ArrayList<>();
    int oldest = order.second() - table.seconds() + 2; // of those remembered one is not over
    for (int second = oldest; second <= order.second(); second++) {
      history.add(table.packetsIn(number, second));
    }
    return List.copyOf(history);
  }

  private String protocol(long row) {
    if (row < store.firstRow() || row >= store.endRow()) {
      return "";
    }
    return Decoders.summarize(store.packet(row, packet)).map(Summary::protocol).orElse("");
  }
}

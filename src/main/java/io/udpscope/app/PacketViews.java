package io.udpscope.app;

import io.udpscope.app.find.FilterNews;
import io.udpscope.app.find.Filtering;
import io.udpscope.app.find.SearchNews;
import io.udpscope.app.find.Searching;
import io.udpscope.app.flow.FlowPage;
import io.udpscope.app.flow.FlowReader;
import io.udpscope.app.page.PacketPage;
import io.udpscope.app.page.PacketWindow;
import io.udpscope.app.page.PageReader;
import io.udpscope.app.time.DayClock;
import io.udpscope.datapath.Datapath;
import java.util.concurrent.Executor;

/**
 * What the screen sees of the packets in the store: a page of those that pass its filter, what it
 * looks for in them, and a page of flows. The agent's.
 */
final class PacketViews implements AutoCloseable {
  private static final long FLOW_SLICE_NANOS = 1_000_000;

  private final PageReader pages;
  private final FlowReader flows;
  private final Filtering filtering;
  private final Searching searching;
  private PacketWindow window = new PacketWindow.Latest(1);

  /**
   * @param compiling where filters are compiled, one after the other
   * @param compiled called there after each
   */
  PacketViews(
      Intake intake, Datapath datapath, DayClock clock, Executor compiling, Runnable compiled) {
    pages = new PageReader(intake.store(), datapath, clock);
    flows = new FlowReader(intake.flows(), intake.counter(), intake.store(), datapath, clock);
    filtering = new Filtering(intake.store(), compiling, compiled);
    searching = new Searching(intake.store(), filtering);
  }

  void carryOut(Command.OfPackets command) {
    if (command instanceof Command.ShowPackets show) {
      window = show.window();
    } else if (command instanceof Command.ShowFlows show) {
      flows.show(show.window());
    } else if (command instanceof Command.SetFilter filter) {
      filtering.set(filter.expression(), filter.from());
    } else if (command instanceof Command.CheckFilter filter) {
      filtering.check(filter.expression());
    } else if (command instanceof Command.Find find) {
      searching.find(find.request());
    } else if (command instanceof Command.StopFinding stop) {
      searching.stop(stop.ticket());
    }
  }

  /**
   * Does a slice of what was asked for.
   *
   * @param nowNanos rates are those of the second before
   * @return whether there is something to say at once
   */
  boolean advance(long nowNanos) {
    boolean filtered = filtering.advance();
    boolean sorted = flows.advance(nowNanos, FLOW_SLICE_NANOS);
    boolean found = searching.advance();
    return filtered || sorted || found;
  }

  /** There is more to filter or to search at once. */
  boolean isLooking() {
    return filtering.isBusy() || searching.isBusy();
  }

  boolean isBusy() {
    return isLooking() || flows.isBusy();
  }

  Filtering filtering() {
    return filtering;
  }

  PacketPage page(long nowNanos) {
    return pages.read(window, filtering.rows(), filtering.series(), nowNanos);
  }

  /** The page is to be turned soon, even if nothing comes any more. */
  boolean isPageHeld() {
    return pages.isHeld();
  }

  FilterNews filterNews() {
    return filtering.news();
  }

  SearchNews searchNews() {
    return searching.news();
  }

  FlowPage flowPage() {
    return flows.page();
  }

  /** Gives the filter's memory back. */
  @Override
  public void close() {
    filtering.close();
  }
}

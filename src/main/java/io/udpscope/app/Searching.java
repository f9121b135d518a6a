package io.udpscope.app;

import io.udpscope.app.page.ByteRange;
import io.udpscope.capture.PacketRows;
import io.udpscope.capture.filter.FilterException;
import io.udpscope.capture.filter.PacketSearch;
import io.udpscope.capture.filter.Sought;
import java.util.Optional;

/** Looks for something in the packets that are shown. The agent's. */
final class Searching {
  private static final long SLICE_NANOS = 5_000_000;

  /** A search, and what it goes by. */
  private record Running(Command.Find command, Sought sought, PacketSearch search, long series) {}

  private final PacketRows store;
  private final Filtering filtering;
  private Optional<Command.Find> waiting = Optional.empty();
  private Optional<Running> running = Optional.empty();
  private SearchNews news = SearchNews.NONE;

  Searching(PacketRows store, Filtering filtering) {
    this.store = store;
    this.filtering = filtering;
  }

  /** Begins anew, as soon as the filter has looked at all packets. */
  void find(Command.Find command) {
    waiting = Optional.of(command);
    running = Optional.empty();
    news = new SearchNews.Searching(command.ticket(), 0);
  }

  void stop(long ticket) {
    waiting = Optional.empty();
    running = Optional.empty();
    news = new SearchNews.Stopped(ticket);
  }

  /**
   * Looks at some more packets.
   *
   * @return whether it has come to an end
   */
  boolean advance() {
    if (waiting.isPresent() && filtering.isComplete()) {
      begin(waiting.get());
      waiting = Optional.empty();
    }
    if (running.isEmpty()) {
      return false;
    }
    Running now = running.get();
    if (now.series() != filtering.series()) {
      find(now.command()); // other packets are shown
      return false;
    }
    PacketSearch.State state = now.search().advance(SLICE_NANOS);
    news = news(now, state);
    if (state == PacketSearch.State.SEARCHING) {
      return false;
    }
    running = Optional.empty();
    return true;
  }

  private void begin(Command.Find command) {
    try {
      Sought sought = Sought.parse(command.sought());
      PacketSearch search =
          new PacketSearch(
              store,
              filtering.rows(),
              sought,
              command.row(),
              command.inclusive(),
              command.forward(),
              command.end());
      running = Optional.of(new Running(command, sought, search, filtering.series()));
    } catch (FilterException e) {
      news = new SearchNews.Missed(command.ticket(), e.getMessage());
    }
  }

  private static SearchNews news(Running now, PacketSearch.State state) {
    long ticket = now.command().ticket();
    PacketSearch search = now.search();
    return switch (state) {
      case SEARCHING -> new SearchNews.Searching(ticket, search.percent());
      case FOUND ->
          new SearchNews.Found(
              ticket,
              search.row(),
              new ByteRange(now.sought().from(), now.sought().length()),
              search.isWrapped());
      case MISSED -> new SearchNews.Missed(ticket, "no payload here has " + now.command().sought());
      case TOO_COSTLY ->
          new SearchNews.Missed(
              ticket,
              "this regex asks too much of packet " + search.number() + ": make it simpler");
    };
  }

  boolean isBusy() {
    return waiting.isPresent() || running.isPresent();
  }

  SearchNews news() {
    return news;
  }
}

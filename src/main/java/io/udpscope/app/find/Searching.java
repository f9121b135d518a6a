package io.udpscope.app.find;

import io.udpscope.app.page.ByteRange;
import io.udpscope.capture.PacketRows;
import io.udpscope.capture.filter.FilterException;
import io.udpscope.capture.filter.PacketSearch;
import io.udpscope.capture.filter.Sought;
import java.util.Optional;

/** Looks for something in the packets that are shown. The agent's. */
public final class Searching {
  private static final long SLICE_NANOS = 5_000_000;

  /** A search, and what it goes by. */
  private record Running(SearchRequest request, Sought sought, PacketSearch search, long series) {}

  private final PacketRows store;
  private final Filtering filtering;
  private Optional<SearchRequest> waiting = Optional.empty();
  private Optional<Running> running = Optional.empty();
  private SearchNews news = SearchNews.NONE;

  public Searching(PacketRows store, Filtering filtering) {
    this.store = store;
    this.filtering = filtering;
  }

  /** Begins anew, as soon as the filter has looked at all packets. */
  public void find(SearchRequest request) {
    waiting = Optional.of(request);
    running = Optional.empty();
    news = new SearchNews.Searching(request.ticket(), 0);
  }

  public void stop(long ticket) {
    waiting = Optional.empty();
    running = Optional.empty();
    news = new SearchNews.Stopped(ticket);
  }

  /**
   * Looks at some more packets.
   *
   * @return whether it has come to an end
   */
  public boolean advance() {
    if (waiting.isPresent() && filtering.isComplete()) {
      begin(waiting.get());
      waiting = Optional.empty();
    }
    if (running.isEmpty()) {
      return false;
    }
    Running now = running.get();
    if (now.series() != filtering.series()) {
      find(now.request()); // other packets are shown
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

  private void begin(SearchRequest request) {
    try {
      Sought sought = Sought.parse(request.sought());
      PacketSearch search =
          new PacketSearch(
              store,
              filtering.rows(),
              sought,
              request.row(),
              request.inclusive(),
              request.forward(),
              request.end());
      running = Optional.of(new Running(request, sought, search, filtering.series()));
    } catch (FilterException e) {
      news = new SearchNews.Missed(request.ticket(), e.getMessage());
    }
  }

  private static SearchNews news(Running now, PacketSearch.State state) {
    long ticket = now.request().ticket();
    PacketSearch search = now.search();
    return switch (state) {
      case SEARCHING -> new SearchNews.Searching(ticket, search.percent());
      case FOUND ->
          new SearchNews.Found(
              ticket,
              search.row(),
              new ByteRange(now.sought().from(), now.sought().length()),
              search.isWrapped());
      case MISSED -> new SearchNews.Missed(ticket, "no payload here has " + now.request().sought());
      case TOO_COSTLY ->
          new SearchNews.Missed(
              ticket,
              "this regex asks too much of packet " + search.number() + ": make it simpler");
    };
  }

  public boolean isBusy() {
    return waiting.isPresent() || running.isPresent();
  }

  public SearchNews news() {
    return news;
  }
}

package io.udpscope.ui;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.key.Key;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What filtering, finding and the tree of headers look like. */
class FindGoldenTest {
  private static ReplaySession live(int columns, int rows) {
    return new ReplaySession(columns, rows).attach().goOn().press(Key.Kind.TAB);
  }

  private static ReplaySession filtered(int columns, int rows, String expression) {
    return live(columns, rows).type("/" + expression).press(Key.Kind.ENTER);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "160,48", "40,10"})
  void filters(int columns, int rows) {
    ReplaySession session = live(columns, rows);
    Golden.check("filter-typed", session.type("/udp port 53 and src net 10.0.0.0/8"));
    Golden.check("filtered", session.press(Key.Kind.ENTER));
    Golden.check("filter-wrong", session.type("/ and port 99999"));
    Golden.check("filtered-to-nothing", filtered(columns, rows, "tcp"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "160,48"})
  void filtersWhatIsParkedAndFrozenAndHasGaps(int columns, int rows) {
    Golden.check("filtered-parked", filtered(columns, rows, "port 53").type("3k").arrive(99));
    Golden.check("filtered-frozen", filtered(columns, rows, "port 53").type(" ").arrive(99));
    ReplaySession gap = filtered(columns, rows, "port 53");
    gap.datapath.lose(1300);
    Golden.check("filtered-gap", gap.arrive(20));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "160,48", "40,10"})
  void finds(int columns, int rows) {
    ReplaySession session = live(columns, rows).press(Key.control('F'));
    Golden.check("find-wrong", session.type("/postgres("));
    session.press(Key.control('U')).type("postgres");
    Golden.check("found", session.press(Key.Kind.ENTER));
    Golden.check("found-from-the-other-end", session.type("n"));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "160,48"})
  void opensHeaders(int columns, int rows) {
    ReplaySession session = filtered(columns, rows, "port 53").press(Key.Kind.TAB);
    Golden.check("tree", session.type("jjojj"));
    Golden.check("tree-closed", session.type("gjjo"));
    session.press(Key.Kind.TAB).type("lllj");
    Golden.check("bytes-chosen", session);
  }
}

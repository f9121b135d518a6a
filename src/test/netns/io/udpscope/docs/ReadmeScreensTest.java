package io.udpscope.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The README's screens are still the program's: what does not come from traffic (titles of panes,
 * headings of columns, the ledger's words, the keys of the footer) stands in goldens, too.
 */
class ReadmeScreensTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens");
  private static final Pattern TITLE = Pattern.compile("─ ([A-Z][a-z]+[a-z0-9 ]*) ─");
  private static final Pattern FURNITURE =
      Pattern.compile(" (ledger|packets) .*| +(# name|No\\. Time|source|step) .*| .* \\? help .*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z./]*");

  private static final String DURATION = "[0-9.]+ [ms]\\b";

  /** Of each line of the goldens, its words. */
  private static final Set<List<String>> LINES = new HashSet<>();

  private static final Set<String> TITLES = new HashSet<>();

  @BeforeAll
  static void readGoldens() throws IOException {
    try (Stream<Path> goldens = Files.list(GOLDENS)) {
      for (Path golden : goldens.toList()) {
        for (String line : Files.readAllLines(golden)) {
          LINES.add(words(line));
          TITLES.addAll(titles(line));
        }
      }
    }
  }

  private static List<String> words(String line) {
    return WORD.matcher(line.replaceAll(DURATION, "")).results().map(MatchResult::group).toList();
  }

  private static List<String> titles(String line) {
    return TITLE.matcher(line).results().map(title -> title.group(1)).toList();
  }

  private static List<String> screens() throws IOException {
    Path readme = Path.of("README.md");
    List<String> lines = new ArrayList<>();
    for (Document.Block block : new Document(readme, Files.readAllLines(readme)).blocks()) {
      if (block.language().equals("text")) {
        lines.addAll(block.lines());
      }
    }
    return lines;
  }

  @Test
  void panesAreCalledAsInTheProgram() throws IOException {
    List<String> titles =
        screens().stream().flatMap(line -> titles(line).stream()).distinct().toList();
    assertThat(titles).contains("Rules", "Packets", "Talkers", "Path health");
    assertThat(TITLES).containsAll(titles);
  }

  @Test
  void headingsLedgerAndKeysAreThoseOfTheProgram() throws IOException {
    List<String> furniture =
        screens().stream().filter(line -> FURNITURE.matcher(line).matches()).toList();
    assertThat(furniture).hasSizeGreaterThan(6);
    assertThat(furniture).allMatch(line -> LINES.contains(words(line)), "as in a golden");
  }
}

package io.udpscope.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests that {@code -Dtest=} names, as Surefire reads it: {@code A,B#method,io.udpscope.*}. */
final class NamedTests {
  private static final Pattern TEST_FILE = Pattern.compile(".*(Test|Properties)\\.java");

  private NamedTests() {}

  static void assertThatTheyExist(String value) throws IOException {
    for (String one : value.split(",")) {
      String[] classAndMethod = one.split("#");
      List<Path> files = files(classAndMethod[0]);
      assertThat(files).as("tests called " + one).isNotEmpty();
      if (classAndMethod.length > 1) {
        assertThat(Files.readString(files.get(0))).contains(" " + classAndMethod[1] + "(");
      }
    }
  }

  private static List<Path> files(String name) throws IOException {
    Pattern path =
        Pattern.compile(
            "(.*/)?"
                + name.replace(".", "/").replace("**", ".*").replace("*", "[^/]*")
                + "\\.java");
    try (Stream<Path> files = Files.walk(Path.of("src/test"))) {
      return files
          .filter(file -> TEST_FILE.matcher(file.toString()).matches())
          .filter(file -> path.matcher(file.toString()).matches())
          .toList();
    }
  }
}

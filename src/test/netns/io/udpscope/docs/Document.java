package io.udpscope.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page for readers, as far as it can be checked: its fenced blocks, and its inline code. The word
 * behind a fence says what the block is: {@code sh}, lines to type; {@code console}, lines to type
 * behind a prompt ({@code $} or {@code #}) and what they print; or the name of what it holds.
 */
record Document(Path file, List<String> lines) {
  private static final String FENCE = "```";
  private static final Pattern SPAN = Pattern.compile("(?<!`)`([^`]+)`(?!`)");

  /** The pages, made ones included. */
  static List<Document> all() throws IOException {
    List<Path> files = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
    try (Stream<Path> pages = Files.list(Path.of("docs"))) {
      pages.filter(page -> page.toString().endsWith(".md")).sorted().forEach(files::add);
    }
    List<Document> documents = new ArrayList<>();
    for (Path file : files) {
      documents.add(new Document(file, Files.readAllLines(file)));
    }
    return documents;
  }

  /**
   * @param line of the fence, from 1
   * @param language the word behind the fence; may be empty
   */
  record Block(Path file, int line, String language, List<String> lines) {
    String place() {
      return file + ":" + line;
    }

    String text() {
      return String.join("\n", lines) + "\n";
    }
  }

  /** A word or more between backquotes. */
  record Span(Path file, int line, String text) {
    String place() {
      return file + ":" + line;
    }
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (isFence(i)) {
        int end = endOfBlock(i);
        String language = lines.get(i).strip().substring(FENCE.length());
        blocks.add(new Block(file, i + 1, language, List.copyOf(lines.subList(i + 1, end))));
        i = end;
      }
    }
    return blocks;
  }

  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (isFence(i)) {
        i = endOfBlock(i);
        continue;
      }
      Matcher span = SPAN.matcher(lines.get(i));
      while (span.find()) {
        spans.add(new Span(file, i + 1, span.group(1).replace("\\|", "|")));
      }
    }
    return spans;
  }

  /** Lines of code that no fence says the kind of: four blanks behind an empty line. */
  List<String> indented() {
    List<String> indented = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (isFence(i)) {
        i = endOfBlock(i);
      } else if (i > 0 && lines.get(i - 1).isEmpty() && lines.get(i).startsWith("    ")) {
        indented.add(lines.get(i));
      }
    }
    return indented;
  }

  private boolean isFence(int index) {
    return lines.get(index).strip().startsWith(FENCE);
  }

  private int endOfBlock(int fence) {
    for (int i = fence + 1; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(FENCE)) {
        return i;
      }
    }
    throw new AssertionError(file + ":" + (fence + 1) + ": the block has no end");
  }
}

package io.udpscope.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command that a page tells its reader to type.
 *
 * @param place where it stands, {@code docs/cli.md:12}
 * @param text to the letter, without the prompt
 * @param output what the page shows below it; empty if nothing
 */
record DocumentedCommand(String place, String text, List<String> output) {
  private static final Pattern PROMPT = Pattern.compile("[$#] (?=\\S)");
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/bin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/usr/sbin"));

  static List<DocumentedCommand> of(Document document) {
    List<DocumentedCommand> commands = new ArrayList<>();
    for (Document.Block block : document.blocks()) {
      switch (block.language()) {
        case "sh" -> commands.addAll(lines(block));
        case "console" -> commands.addAll(dialogue(block));
        default -> {}
      }
    }
    for (Document.Span span : document.spans()) {
      if (isCommand(span.text())) {
        commands.add(new DocumentedCommand(span.place(), span.text(), List.of()));
      }
    }
    return commands;
  }

  private static List<DocumentedCommand> lines(Document.Block block) {
    List<DocumentedCommand> commands = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < block.lines().size(); i++) {
      String line = block.lines().get(i);
      text.append(line);
      if (line.endsWith("\\")) {
        text.append('\n');
      } else {
        if (!line.isBlank() && !line.startsWith("#")) {
          String place = block.file() + ":" + (block.line() + i + 1);
          commands.add(new DocumentedCommand(place, text.toString(), List.of()));
        }
        text.setLength(0);
      }
    }
    return commands;
  }

  /** The first prompt opens a shell for the others where it is that of {@code ./dev lab}. */
  private static List<DocumentedCommand> dialogue(Document.Block block) {
    List<String> lines = block.lines();
    if (lines.get(0).endsWith("./dev lab")) {
      String text = String.join("\n", lines).replaceAll("(?m)^[$#] ", "");
      return List.of(new DocumentedCommand(block.place(), text, List.of()));
    }
    List<DocumentedCommand> commands = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (PROMPT.matcher(lines.get(i)).lookingAt()) {
        int end = i + 1;
        while (end < lines.size() && !PROMPT.matcher(lines.get(end)).lookingAt()) {
          end++;
        }
        String place = block.file() + ":" + (block.line() + i + 1);
        List<String> output = List.copyOf(lines.subList(i + 1, end));
        commands.add(new DocumentedCommand(place, lines.get(i).substring(2), output));
      }
    }
    return commands;
  }

  /** Whether inline code would do something in a shell: two words at least, or a path to run. */
  private static boolean isCommand(String text) {
    if (text.contains("…")) {
      return false; // a message
    }
    String[] words = text.split(" ");
    String first = words[0];
    boolean path = first.matches("(\\./|src/|packaging/).*");
    if (path && Files.isExecutable(Path.of(first)) && !Files.isDirectory(Path.of(first))) {
      return words.length > 1;
    }
    boolean program =
        first.equals("sudo")
            || first.equals("udpscope")
            || first.matches("[a-z][a-z0-9-]*")
                && PROGRAMS.stream().anyMatch(path1 -> Files.isExecutable(path1.resolve(first)));
    return program && words.length > 1;
  }

  /** The words behind {@code sudo}. */
  String withoutSudo() {
    return text.replaceFirst("^sudo ", "");
  }
}

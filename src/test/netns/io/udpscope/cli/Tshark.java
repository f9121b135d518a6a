package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What Wireshark's programs say of a file. A warning of theirs is an {@link AssertionError}. */
final class Tshark {
  private Tshark() {}

  /** A line for each packet, its fields apart by tabs. */
  static List<String> fields(Path file, String... names) throws Exception {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    command.addAll(List.of("-T", "fields", "-E", "occurrence=a", "-E", "aggregator=,"));
    for (String name : names) {
      command.addAll(List.of("-e", name));
    }
    return run(command);
  }

  /** What {@code capinfos} says behind this: a number of packets, an order. */
  static String capinfos(Path file, String option) throws Exception {
    List<String> lines = run(List.of("capinfos", "-M", "-r", "-T", option, file.toString()));
    String[] columns = lines.get(lines.size() - 1).split("\t");
    return columns[columns.length - 1];
  }

  private static List<String> run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    Stream<String> lines =
        said.lines().filter(line -> !line.startsWith("Running as user \"root\""));
    List<String> rest = lines.toList();
    assertThat(rest).noneMatch(line -> line.startsWith(command.get(0) + ": "));
    return rest;
  }
}

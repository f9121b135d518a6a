package io.udpscope.cli.option;

import io.udpscope.app.ThemeName;
import io.udpscope.capture.PacketStore;
import io.udpscope.cli.output.OutputFormat;
import io.udpscope.config.foreign.ForeignFormat;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.bpf.HookChoice;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Reads the values of options. Each refusal is a {@link UsageException} that names option, value
 * and reason.
 */
public final class Values {
  private static final long MAX_SECONDS = 366L * 24 * 3600;
  private static final long MAX_CONFIRM_SECONDS = 3600;
  static final long NOT_A_NUMBER = -1;

  private Values() {}

  static HookChoice hook(String text) {
    for (HookChoice choice : HookChoice.values()) {
      if (choice.word().equals(text)) {
        return choice;
      }
    }
    throw new UsageException("--hook " + text + ": one of auto, native, generic, tc, offload");
  }

  static ThemeName theme(String text) {
    try {
      return ThemeName.named(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--theme " + text + ": " + e.getMessage());
    }
  }

  static DirectionChoice direction(String text) {
    for (DirectionChoice choice : DirectionChoice.values()) {
      if (choice.word().equals(text)) {
        return choice;
      }
    }
    throw new UsageException("--direction " + text + ": one of in, out, both");
  }

  static OutputFormat format(String text) {
    for (OutputFormat format : OutputFormat.values()) {
      if (format.word().equals(text)) {
        return format;
      }
    }
    throw new UsageException("-o " + text + ": one of text, json, hex, pcapng");
  }

  /** Where there are no packets to print. */
  static OutputFormat textOrJson(String text) {
    for (OutputFormat format : List.of(OutputFormat.TEXT, OutputFormat.JSON)) {
      if (format.word().equals(text)) {
        return format;
      }
    }
    throw new UsageException("-o " + text + ": one of text, json");
  }

  /** JSON; else YAML. */
  public static boolean isJson(String text) {
    if (!text.equals("json") && !text.equals("yaml")) {
      throw new UsageException("-o " + text + ": one of yaml, json");
    }
    return text.equals("json");
  }

  public static ForeignFormat program(String text) {
    for (ForeignFormat format : ForeignFormat.values()) {
      if (format.word().equals(text)) {
        return format;
      }
    }
    throw new UsageException("--from " + text + ": one of udplb, xdp-redirect, nftables");
  }

  static int snaplen(String text) {
    long bytes = number(text);
    if (bytes == NOT_A_NUMBER || bytes > TapOptions.MAX_SNAPLEN) {
      throw new UsageException("--snaplen " + text + ": 0 to " + TapOptions.MAX_SNAPLEN + " bytes");
    }
    return (int) bytes;
  }

  /**
   * @param name as errors have it
   */
  public static Path path(String file, String name) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new UsageException(name + ": no file can be called so in this locale");
    }
  }

  static Path file(String name) {
    try {
      Path path = Path.of(name);
      if (path.getFileName() != null && !path.getFileName().toString().isEmpty()) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new UsageException("-w " + name + ": " + e.getReason());
    }
    throw new UsageException(
        "-w" + (name.isEmpty() ? "" : " " + name) + ": a file's name is missing");
  }

  /** A number of bytes, with K, M or G for powers of 1,024. */
  static int bufferBytes(String text) {
    int unit =
        text.isEmpty() ? -1 : "KMG".indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
    long count = number(unit < 0 ? text : text.substring(0, text.length() - 1));
    long bytes = count == NOT_A_NUMBER ? NOT_A_NUMBER : count << 10 * (unit + 1);
    if (bytes < PacketStore.MIN_BYTES || bytes > PacketStore.MAX_BYTES) {
      throw new UsageException("--buffer " + text + ": 1M to 1G, for example 64M");
    }
    return (int) bytes;
  }

  static long count(String option, String text) {
    long count = number(text);
    if (count < 1) {
      throw new UsageException(option + " " + text + ": a number from 1");
    }
    return count;
  }

  static Duration seconds(String text) {
    BigDecimal seconds;
    try {
      seconds = new BigDecimal(text);
    } catch (NumberFormatException e) {
      seconds = BigDecimal.ZERO;
    }
    if (seconds.signum() <= 0 || seconds.compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0) {
      throw new UsageException("--duration " + text + ": seconds, more than 0, such as 10 or 0.5");
    }
    return Duration.ofNanos(seconds.movePointRight(9).longValue());
  }

  /** Hexadecimal digits, apart by blanks or colons or not. */
  static byte[] bytes(String text) {
    try {
      return HexFormat.of().parseHex(text.replaceAll("[\\s:]", ""));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--hex " + text + ": pairs of hexadecimal digits");
    }
  }

  /** How long an unconfirmed change stands; empty: none is unconfirmed. */
  static Optional<Duration> confirm(String text) {
    if (text.equals("off")) {
      return Optional.empty();
    }
    long seconds = number(text);
    if (seconds < 1 || seconds > MAX_CONFIRM_SECONDS) {
      throw new UsageException(
          "--confirm " + text + ": seconds from 1 to " + MAX_CONFIRM_SECONDS + ", or off");
    }
    return Optional.of(Duration.ofSeconds(seconds));
  }

  /** Decimal digits, at most ten of them, or {@link #NOT_A_NUMBER}. */
  static long number(String text) {
    if (text.isEmpty() || text.length() > 10) {
      return NOT_A_NUMBER;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return NOT_A_NUMBER;
      }
    }
    return Long.parseLong(text);
  }
}

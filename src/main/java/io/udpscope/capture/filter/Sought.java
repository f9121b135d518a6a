package io.udpscope.capture.filter;

import io.udpscope.model.PacketRecord;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What is looked for in payloads: text in UTF-8, bytes as {@code 0x0a0b}, or a regular expression
 * between slashes, whose characters are bytes. As long as no letter of a text or of an expression
 * is upper case, case does not matter. Used by one thread at a time.
 */
public final class Sought {
  /**
   * Steps that an expression may take in one payload: some milliseconds. One that grows
   * exponentially would never end.
   */
  private static final int MOST_STEPS = 1_000_000;

  private static final String HEX = "0x";

  /** Case matters to what stands behind a backslash, and says nothing about letters. */
  private static final Pattern ESCAPED = Pattern.compile("\\\\.");

  private final byte[] bytes;
  private final boolean anyCase;
  private final Optional<Matcher> matcher;
  private final Steps payload = new Steps();
  private int from;
  private int end;

  /** An expression took too many steps in a payload. */
  public static final class TooCostlyException extends Exception {
    private static final long serialVersionUID = 1;

    TooCostlyException(Throwable cause) {
      super(cause);
    }
  }

  private Sought(byte[] bytes, boolean anyCase, Optional<Matcher> matcher) {
    this.bytes = bytes;
    this.anyCase = anyCase;
    this.matcher = matcher;
  }

  /**
   * @throws FilterException if it is nothing that could be looked for
   */
  public static Sought parse(String typed) throws FilterException {
    if (typed.isEmpty()) {
      throw new FilterException("nothing to look for");
    }
    if (typed.startsWith(HEX)) {
      return hex(typed.substring(HEX.length()));
    }
    if (typed.startsWith("/")) {
      return expression(typed);
    }
    boolean anyCase = typed.equals(typed.toLowerCase(Locale.ROOT));
    return new Sought(typed.getBytes(StandardCharsets.UTF_8), anyCase, Optional.empty());
  }

  private static Sought hex(String digits) throws FilterException {
    try {
      byte[] bytes = HexFormat.of().parseHex(digits.replaceAll("[ :]", ""));
      if (bytes.length > 0) {
        return new Sought(bytes, false, Optional.empty());
      }
    } catch (IllegalArgumentException e) {
      // says where in a string that nobody has typed
    }
    throw new FilterException("0x wants hexadecimal digits, two for each byte");
  }

  private static Sought expression(String typed) throws FilterException {
    if (typed.length() < 3 || !typed.endsWith("/")) {
      throw new FilterException("a regex ends in a slash: /example\\.(org|com)/");
    }
    String expression = typed.substring(1, typed.length() - 1);
    String letters = ESCAPED.matcher(expression).replaceAll("");
    boolean anyCase = letters.equals(letters.toLowerCase(Locale.ROOT));
    // A byte of the payload is a character, and so is a byte of what is not ASCII here.
    byte[] utf8 = expression.getBytes(StandardCharsets.UTF_8);
    String byBytes = new String(utf8, StandardCharsets.ISO_8859_1);
    int flags = Pattern.DOTALL | (anyCase ? Pattern.CASE_INSENSITIVE : 0);
    try {
      Matcher matcher = Pattern.compile(byBytes, flags).matcher("");
      return new Sought(new byte[0], anyCase, Optional.of(matcher));
    } catch (PatternSyntaxException e) {
      throw new FilterException(e.getDescription());
    } catch (StackOverflowError e) {
      throw new FilterException("the regex is nested too deeply");
    }
  }

  /**
   * Looks for it in the captured bytes of a payload.
   *
   * @return whether it is there; then {@link #from} and {@link #length} say where
   */
  public boolean isIn(PacketRecord packet) throws TooCostlyException {
    int start = packet.payloadOffset();
    int stop = start + packet.payloadCaptured();
    if (matcher.isPresent()) {
      return matches(packet, start);
    }
    for (int at = start; at + bytes.length <= stop; at++) {
      if (isAt(packet, at)) {
        from = at;
        end = at + bytes.length;
        return true;
      }
    }
    return false;
  }

  private boolean isAt(PacketRecord packet, int at) {
    for (int i = 0; i < bytes.length; i++) {
      int value = packet.frameByte(at + i);
      int folded = anyCase && value >= 'A' && value <= 'Z' ? value | 0x20 : value;
      if (folded != (bytes[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(PacketRecord packet, int start) throws TooCostlyException {
    payload.begin(packet);
    try {
      Matcher found = matcher.get().reset(payload);
      while (found.find()) {
        if (found.end() > found.start()) {
          from = start + found.start();
          end = start + found.end();
          return true;
        }
      }
      return false;
    } catch (StepsExceeded | StackOverflowError e) {
      throw new TooCostlyException(e);
    }
  }

  /** Where it was found last: a byte of the frame, counted from its first. */
  public int from() {
    return from;
  }

  /** Bytes that were found last. */
  public int length() {
    return end - from;
  }

  private static final class StepsExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    StepsExceeded() {
      super(null, null, false, false);
    }
  }

  /** A payload as characters, so many of which may be looked at. */
  private static final class Steps implements CharSequence {
    private PacketRecord packet;
    private int start;
    private int length;
    private int left;

    void begin(PacketRecord of) {
      packet = of;
      start = of.payloadOffset();
      length = of.payloadCaptured();
      left = MOST_STEPS;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new StepsExceeded();
      }
      return (char) packet.frameByte(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return toString().substring(from, to);
    }

    @Override
    public String toString() {
      byte[] bytes = packet.frame(start, length);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}

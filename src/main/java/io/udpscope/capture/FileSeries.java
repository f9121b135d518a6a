package io.udpscope.capture;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * Files that are filled one after the other, named as by dumpcap: {@code capture.pcapng} becomes
 * {@code capture_00001_20261121101530.pcapng}, with a number from 1 and the local time of its
 * beginning. What is there already is left alone, and its number is passed over. Used by one
 * thread.
 */
public final class FileSeries {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  /**
   * @param key device and inode: what bears that name now may be somebody else's
   */
  private record Made(Path path, Object key) {}

  private final Path file;
  private final String stem;
  private final String suffix;
  private final int keep;
  private final Optional<NewFile.Owner> owner;
  private final ZoneId zone;
  private final Deque<Made> made = new ArrayDeque<>();
  private int number;

  /**
   * @param file what the names are made of
   * @param keep so many of the newest stay
   * @param owner of the files
   */
  public FileSeries(Path file, int keep, Optional<NewFile.Owner> owner, ZoneId zone) {
    this.file = file;
    this.keep = keep;
    this.owner = owner;
    this.zone = zone;
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    stem = dot > 0 ? name.substring(0, dot) : name;
    suffix = dot > 0 ? name.substring(dot) : "";
  }

  /**
   * Makes the next file, once there is room for it among those that stay: the oldest go first.
   *
   * @throws IOException a sentence with the name of the file that cannot be made or deleted
   */
  public NewFile next(Instant begun) throws IOException {
    while (made.size() >= keep) {
      delete(made.removeFirst());
    }
    Optional<NewFile> next = Optional.empty();
    while (next.isEmpty()) {
      number++;
      next = NewFile.createIfAbsent(file.resolveSibling(name(begun)), owner);
    }
    made.addLast(new Made(next.get().path(), next.get().key()));
    return next.get();
  }

  private String name(Instant begun) {
    String time = TIME.format(begun.atZone(zone));
    return stem + String.format(Locale.ROOT, "_%05d_", number) + time + suffix;
  }

  private static void delete(Made oldest) throws IOException {
    try {
      FreshFile.unlink(oldest.path, oldest.key);
    } catch (NoSuchFileException e) {
      return; // somebody has moved it to safety
    } catch (IOException e) {
      throw new IOException(oldest.path + ": cannot delete it: " + NewFile.reason(e), e);
    }
  }
}

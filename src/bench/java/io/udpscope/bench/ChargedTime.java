package io.udpscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processor time that Linux charges to some processes and to the kernel's threads for interrupts'
 * work. Such work is charged to whoever sets it off: a packet that is sent to a veth and handled on
 * its other end, to the sender.
 */
final class ChargedTime {
  private static final String SOFT_INTERRUPTS = "ksoftirqd/";

  private final List<Path> processes = new ArrayList<>();

  private ChargedTime(List<ProcessHandle> handles) {
    handles.stream()
        .flatMap(one -> Stream.concat(Stream.of(one), one.descendants()))
        .forEach(one -> processes.add(Path.of("/proc/" + one.pid())));
  }

  /**
   * Of the processes alone, user and system time.
   *
   * @param handles of them; their children count as well
   */
  static ChargedTime of(List<ProcessHandle> handles) {
    return new ChargedTime(handles);
  }

  /** Of the processes, their children and the kernel's threads for interrupts' work. */
  static ChargedTime withInterrupts(List<ProcessHandle> handles) throws IOException {
    ChargedTime time = new ChargedTime(handles);
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      all.filter(ChargedTime::isForInterrupts).forEach(time.processes::add);
    }
    return time;
  }

  private static boolean isForInterrupts(Path process) {
    try {
      return Files.readString(process.resolve("comm")).startsWith(SOFT_INTERRUPTS);
    } catch (IOException e) {
      return false; // not a process, or one that has ended
    }
  }

  /** Nanoseconds until now, of the threads that there are. */
  long nanos() throws IOException {
    long sum = 0;
    for (Path process : processes) {
      try (Stream<Path> threads = Files.list(process.resolve("task"))) {
        for (Path thread : threads.toList()) {
          sum += nanos(thread);
        }
      }
    }
    return sum;
  }

  private static long nanos(Path thread) throws IOException {
    // Documentation/scheduler/sched-stats.rst: time spent on the processor comes first.
    return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
  }
}

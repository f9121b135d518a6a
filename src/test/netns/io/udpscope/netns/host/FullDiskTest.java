package io.udpscope.netns.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.Command;
import io.udpscope.app.ReplaySession;
import io.udpscope.app.key.Key;
import io.udpscope.app.log.Notice;
import io.udpscope.ffi.Libc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk on which there is no room for a file that the screen asked for. */
@Tag("bpf")
class FullDiskTest {
  private static final int CLONE_NEWNS = 0x20000;

  @TempDir Path directory;

  /** In a mount namespace that is this thread's alone, and goes with it. */
  private Void story() throws Exception {
    assertThat(Libc.unshare(CLONE_NEWNS)).isZero();
    mount("--make-rprivate", "/");
    mount("-t", "tmpfs", "-o", "size=32k", "small", directory.toString());
    ReplaySession session = new ReplaySession(100, 30).attach().goOn();
    for (String key : new String[] {"w", "E"}) {
      session.type(key).type(directory.resolve("all").toString()).press(Key.Kind.ENTER);
      session.commands().stream()
          .filter(Command.Bundle.class::isInstance)
          .map(Command.Bundle.class::cast)
          .forEach(asked -> session.ask(asked.taken(session.state(), state -> "screen")));
      String notice = "";
      for (int i = 0; i < 1000 && !notice.contains("kept of it"); i++) {
        session.settle();
        notice = session.state().notice().map(Notice::text).orElse("");
      }
      assertThat(notice)
          .contains(directory.toString(), "No space left on device; nothing was kept of it");
      assertThat(directory).isEmptyDirectory();
    }
    return null;
  }

  private static void mount(String... arguments) throws Exception {
    String thread = "/proc/" + ProcessHandle.current().pid() + "/task/" + Libc.threadId();
    String[] command = new String[arguments.length + 4];
    command[0] = "nsenter";
    command[1] = "--mount=" + thread + "/ns/mnt";
    command[2] = "--root=" + thread + "/root"; // which may not be the namespace's own
    command[3] = "mount";
    System.arraycopy(arguments, 0, command, 4, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void isOneLineOnTheScreenAndLeavesNothing() throws Exception {
    FutureTask<Void> story = new FutureTask<>(this::story);
    Thread thread = new Thread(story, "full-disk");
    thread.start();
    story.get();
    thread.join();
  }
}

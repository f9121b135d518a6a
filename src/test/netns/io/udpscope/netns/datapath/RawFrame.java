package io.udpscope.netns.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.packets.Frame;
import java.io.IOException;

/** Frames that no UDP socket would send: by socat(1) and a packet socket. */
public final class RawFrame {
  private RawFrame() {}

  /** Sends it out of an interface of the network, as it is. */
  public static void send(NetworkNamespace network, String interfaceName, Frame frame)
      throws IOException, InterruptedException {
    Process socat =
        network.start(
            new ProcessBuilder("socat", "-u", "STDIN", "INTERFACE:" + interfaceName)
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE));
    try (var in = socat.getOutputStream()) {
      in.write(frame.bytes());
    }
    assertThat(socat.waitFor()).isZero();
  }
}

package io.udpscope.bench;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The real {@code ./udpscope run} with one rule.
 *
 * @param hook and
 * @param source as the options of that name want them
 */
record ForwardingSession(String hook, String source) implements Forwarder {
  @Override
  public String name() {
    return "udpscope, " + hook + ", " + source;
  }

  @Override
  public Running startOn(NetworkNamespace host, Path directory)
      throws IOException, InterruptedException {
    return new PeerProcess(
            host,
            directory.resolve("udpscope.out"),
            List.of(
                NativeTool.ROOT.resolve("udpscope").toString(),
                "run",
                ForwardingNetwork.IN,
                "--hook",
                hook,
                "--port",
                Integer.toString(ForwardingNetwork.HOST_PORT),
                "--drop",
                "--to",
                ForwardingNetwork.TARGET_ADDRESS + ":" + ForwardingNetwork.TARGET_PORT,
                "--source",
                source))
        .awaitText("running on " + ForwardingNetwork.IN + " (" + hook + ")");
  }
}

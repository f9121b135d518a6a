package io.udpscope.bench;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The real {@code ./udpscope run} with one rule.
 *
 * @param hook as {@code --hook} wants it
 * @param options of the rule's
 */
record ForwardingSession(String name, TargetPlace target, String hook, List<String> options)
    implements Forwarder {
  ForwardingSession {
    options = List.copyOf(options);
  }

  @Override
  public Running startOn(NetworkNamespace host, Path directory)
      throws IOException, InterruptedException {
    return start(host, directory.resolve("udpscope.out"), hook, options);
  }

  /** A session on our host that drops what it forwards, if it does; it is running. */
  static PeerProcess start(NetworkNamespace host, Path output, String hook, List<String> options)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            NativeTool.ROOT.resolve("udpscope").toString(),
            "run",
            ForwardingNetwork.IN,
            "--hook",
            hook,
            "--port",
            Integer.toString(ForwardingNetwork.HOST_PORT),
            "--drop");
    return new PeerProcess(host, output, Stream.of(command, options).flatMap(List::stream).toList())
        .awaitText("running on " + ForwardingNetwork.IN + " (" + hook + ")");
  }
}

package io.udpscope.netns.datapath;

import io.udpscope.datapath.bpf.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;

/** Sockets that ask and remember what they were told. */
final class Clients implements AutoCloseable {
  /** No more at once than the servers' sockets hold. */
  private static final int AT_ONCE = 50;

  private final List<Asker> askers = new ArrayList<>();

  static Clients of(NetworkNamespace network, int count) {
    Clients clients = new Clients();
    network.run(
        () -> {
          for (int i = 0; i < count; i++) {
            clients.askers.add(new Asker());
          }
        });
    return clients;
  }

  void ask(String address, int port, String text) {
    ask(address, port, text, () -> {});
  }

  /**
   * @param meanwhile done again and again, as the asking may take long
   */
  void ask(String address, int port, String text, Runnable meanwhile) {
    for (int i = 0; i < askers.size(); i++) {
      if (i % AT_ONCE == 0) {
        meanwhile.run();
      }
      askers.get(i).ask(address, port, text + i);
      if (i >= AT_ONCE) {
        askers.get(i - AT_ONCE).awaitAnswer();
      }
    }
    askers.subList(Math.max(0, askers.size() - AT_ONCE), askers.size()).forEach(Asker::awaitAnswer);
  }

  List<String> withoutTheirAnswer() {
    return askers.stream().filter(asker -> !asker.isAnswered()).map(Asker::toString).toList();
  }

  @Override
  public void close() {
    askers.forEach(Asker::close);
  }
}

package io.udpscope.cli.demo;

import io.udpscope.app.DatapathSource;
import io.udpscope.app.health.HostSource;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.bpf.NetworkNamespace;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two networks of this process's own, joined by a cable: the field, where the traffic comes from,
 * and the desk, where it arrives and is watched. Nothing of the host is touched, and nothing is
 * left: both are threads of this process, and go when it goes, kill -9 included.
 */
public final class DemoNetwork implements AutoCloseable {
  /** The desk's interface. */
  public static final String INTERFACE = "demo0";

  /** What {@code -p} says by itself in a demo, so that there are rules to play with. */
  public static final List<String> PORTS = List.of("53", "514", "5005-5010", "0-65535");

  private static final String DESK = "10.79.0.1";
  private static final String DESK6 = "fd79::1";
  private static final String[] FIELD = {
    "10.79.0.21", "10.79.0.22", "10.79.0.23", "fd79::21", "fd79::22"
  };

  private final NetworkNamespace field;
  private final NetworkNamespace desk;
  private final List<Thread> threads = new ArrayList<>();

  private DemoNetwork(NetworkNamespace field, NetworkNamespace desk) {
    this.field = field;
    this.desk = desk;
  }

  /**
   * Makes the networks and starts the traffic.
   *
   * @throws io.udpscope.datapath.DatapathException if that is not permitted
   */
  public static DemoNetwork start() {
    NetworkNamespace field = NetworkNamespace.create("field");
    DemoNetwork network;
    try {
      network = new DemoNetwork(field, NetworkNamespace.create("desk"));
    } catch (RuntimeException e) {
      field.close();
      throw e;
    }
    try {
      network.link();
      network.startTraffic();
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
    return network;
  }

  private void link() {
    String[] addresses = new String[FIELD.length];
    for (int i = 0; i < FIELD.length; i++) {
      addresses[i] = withLength(FIELD[i]);
    }
    NetworkNamespace.linkPair(
        field.end("field0", addresses), desk.end(INTERFACE, withLength(DESK), withLength(DESK6)));
  }

  private static String withLength(String address) {
    return address + (address.indexOf(':') < 0 ? "/24" : "/64");
  }

  private void startTraffic() {
    List<InetAddress> senders = new ArrayList<>();
    for (String address : FIELD) {
      senders.add(literal(address));
    }
    InetAddress own = literal(DESK);
    InetAddress own6 = literal(DESK6);
    run("demo-dns-4", desk.call(() -> new DnsAnswerer(own)));
    run("demo-dns-6", desk.call(() -> new DnsAnswerer(own6)));
    run("demo-services", desk.call(Services::new));
    run("demo-traffic", field.call(() -> new DemoTraffic(senders, own, own6)));
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e); // it is a literal, nobody is asked
    }
  }

  /** A daemon, started by a thread of the host's network: it holds neither of ours. */
  private void run(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  /**
   * The same source, its datapath loaded and attached at the desk. What it has open belongs there,
   * so that the rest can happen on the thread that it is confined to.
   */
  public DatapathSource enter(DatapathSource source) {
    return new DatapathSource() {
      @Override
      public Datapath open() {
        return desk.call(source::open);
      }

      @Override
      public void attach() {
        desk.run(source::attach);
      }
    };
  }

  /** The desk, as a host of its own. */
  public HostSource enter(HostSource source) {
    return () -> desk.call(source::open);
  }

  /** Ends the traffic, then the networks. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    desk.close();
    field.close();
  }
}

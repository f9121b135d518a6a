package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.packets.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Traffic of real programs: what tshark reads in the file of a run is what the same run printed of
 * every packet, and no packet stands in one of them alone.
 */
@Tag("bpf")
class RecordedTrafficTest {
  private static final String[] FIELDS = {
    "frame.time_epoch",
    "frame.interface_name",
    "frame.packet_flags",
    "ip.src",
    "ipv6.src",
    "udp.srcport",
    "ip.dst",
    "ipv6.dst",
    "udp.dstport",
    "frame.len",
    "frame.cap_len",
    "ieee8021ad.id",
    "vlan.id",
    "udp.payload",
    "frame.comment"
  };

  private static final Pattern JSON =
      Pattern.compile(
          "\\{\"time\":\"([^\"]*)Z\",\"interface\":\"([^\"]*)\",\"direction\":\"(in|out)\","
              + "\"rule\":\"([^\"]*)\",\"action\":\"[a-z]*\",\"verdict\":\"([a-z]*)\","
              + "\"src\":\"([^\"]*)\",\"srcPort\":(\\d+),\"dst\":\"([^\"]*)\",\"dstPort\":(\\d+),"
              + "\"length\":(\\d+),\"captured\":(\\d+),\"vlan\":\\[([0-9,]*)\\],.*"
              + "\"payload\":\"([0-9a-f]*)\"\\}");

  @TempDir Path directory;
  private TestBench bench;
  private final List<Process> servers = new ArrayList<>();

  @BeforeEach
  void open() {
    bench = new TestBench(directory);
    // As from a network card, whose frames have their tags and checksums in them.
    bench
        .there()
        .exec(
            "ethtool",
            "-K",
            "p0",
            "tx",
            "off",
            "gso",
            "off",
            "txvlan",
            "off",
            "tx-vlan-stag-hw-insert",
            "off");
  }

  @AfterEach
  void close() throws Exception {
    for (Process server : servers) {
      server.destroy();
      server.waitFor();
    }
    bench.close();
  }

  private void serve(NetworkNamespace network, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    servers.add(network.start(builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)));
  }

  /** A tunnel through the cable whose ends are devices without a link layer. */
  private void layTunnel() throws IOException {
    tunnel(bench.here(), "10.79.0.1", TestBench.HERE, TestBench.THERE);
    tunnel(bench.there(), "10.79.0.2", TestBench.THERE, TestBench.HERE);
    TestBench.await("the tunnel", () -> isUp(bench.here()) && isUp(bench.there()));
  }

  private void tunnel(NetworkNamespace network, String address, String from, String to)
      throws IOException {
    serve(
        network,
        "socat",
        "TUN:" + address + "/24,tun-name=t0,iff-no-pi,up",
        "UDP4-DATAGRAM:" + to + ":7777,bind=" + from + ":7777");
  }

  private static boolean isUp(NetworkNamespace network) {
    return network.exec("ip", "-br", "address").contains("10.79.0.");
  }

  /** One frame with two tags; the kernel need not know of them. */
  private void sendTagged() throws IOException {
    Frame frame = Frame.ethernet().serviceVlan(7).vlan(9).ip("10.78.0.2", "10.78.0.1");
    Path bytes = directory.resolve("tagged");
    Files.write(bytes, frame.udp(40000, 514).payload("<134>tagged").bytes());
    bench.there().exec("sh", "-c", "socat -u - INTERFACE:p0 <" + bytes);
  }

  private void makeTraffic() throws IOException {
    serve(
        bench.here(),
        "dnsmasq",
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--pid-file",
        "--user=root",
        "--no-resolv",
        "--no-hosts",
        "--address=/example.org/192.0.2.33");
    serve(bench.here(), "iperf3", "-s");
    serve(bench.here(), "socat", "UDP6-RECVFROM:9000,fork", "EXEC:cat");
    TestBench.await(
        "the servers",
        () -> {
          String sockets = bench.here().exec("ss", "-Hlnut");
          return sockets.contains(":53 ") && sockets.contains(":5201") && sockets.contains(":9000");
        });
    dig("@" + TestBench.HERE, "example.org");
    dig("@fd78::1", "example.org");
    dig("@10.79.0.1", "example.org");
    sendTagged();
    bench.there().exec("iperf3", "-c", TestBench.HERE, "-u", "-b", "2M", "-l", "900", "-n", "100K");
    bench.there().exec("iperf3", "-c", "fd78::1", "-R", "-u", "-b", "2M", "-l", "300", "-n", "50K");
    echo("UDP4:" + TestBench.HERE + ":9000", "printf ''; printf hello");
    echo("UDP6:[fd78::1]:9000", "head -c 1400 /dev/zero");
    echo("UDP4:10.79.0.1:9000", "printf 'through the tunnel'");
  }

  private void dig(String server, String name) {
    bench.there().exec("dig", "+tries=5", "+time=2", server, name);
  }

  private void echo(String to, String text) {
    bench.there().exec("sh", "-c", "{ " + text + "; } | socat -t 0.2 - " + to);
  }

  @ParameterizedTest
  @CsvSource({"native, 256", "generic, 65535", "generic, 0", "tc, 100"})
  void tsharkReadsWhatWasPrinted(String hook, int snaplen) throws Exception {
    layTunnel();
    Path file = directory.resolve("traffic.pcapng");
    boolean tunnel = !hook.equals("native"); // a tun device has no such hook
    String interfaces = tunnel ? "h0,t0" : "h0";
    List<String> kinds =
        new ArrayList<>(List.of(" in 10.78.0.2 ", " in fd78::2 ", " out fd78::1 "));
    kinds.add(" vlan 7,9 ");
    if (tunnel) {
      kinds.addAll(List.of(" t0 in 10.79.0.2 ", " t0 out 10.79.0.1 "));
    }
    TestBench.Real run =
        bench.start(
            "test",
            interfaces,
            "--hook",
            hook,
            "--direction",
            "both",
            "-p",
            "53",
            "-p",
            "1-65535",
            "--snaplen",
            Integer.toString(snaplen),
            "-o",
            "json",
            "-w",
            file.toString());
    run.awaitListening();
    makeTraffic();
    run.signal("INT");
    assertThat(run.exitCode()).as(run.errText()).isEqualTo(130);
    List<String> printed = Files.readAllLines(run.out).stream().map(this::ofJson).toList();
    List<String> read = Tshark.fields(file, FIELDS).stream().map(this::ofTshark).toList();
    assertThat(run.errText()).contains("captured " + printed.size() + ", lost 0 (ring)");
    assertThat(without(printed, read)).as("not in the file").isEmpty();
    assertThat(without(read, printed)).as("not printed").isEmpty();
    assertThat(read).hasSameSizeAs(printed).doesNotHaveDuplicates();
    assertThat(printed.size()).isGreaterThan(250);
    for (String kind : kinds) {
      assertThat(printed.stream().filter(line -> line.contains(kind)).count())
          .as(kind)
          .isPositive();
    }
    assertThat(Tshark.capinfos(file, "-c")).isEqualTo(Integer.toString(printed.size()));
  }

  private static List<String> without(List<String> all, List<String> some) {
    Set<String> rest = new LinkedHashSet<>(all);
    some.forEach(rest::remove);
    return List.copyOf(rest);
  }

  private String ofJson(String line) {
    Matcher json = JSON.matcher(line);
    assertThat(json.matches()).as(line).isTrue();
    long seconds = Instant.parse(json.group(1) + "Z").getEpochSecond();
    return String.join(
        " ",
        seconds + json.group(1).substring(19),
        json.group(2),
        json.group(3),
        json.group(6),
        json.group(7),
        json.group(8),
        json.group(9),
        json.group(10),
        json.group(11),
        "vlan",
        json.group(12),
        json.group(13),
        "rule " + json.group(4) + ", " + json.group(5));
  }

  private String ofTshark(String line) {
    String[] fields = line.split("\t", -1);
    boolean out = Integer.decode(fields[2]) == 2;
    return String.join(
        " ",
        fields[0],
        fields[1],
        out ? "out" : "in",
        fields[3] + fields[4],
        fields[5],
        fields[6] + fields[7],
        fields[8],
        fields[9],
        fields[10],
        "vlan",
        fields[11] + (fields[11].isEmpty() ? "" : ",") + fields[12],
        fields[13],
        fields[14]);
  }
}

package io.udpscope.capture.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.IpAddress;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Traffic;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables against maps that do the same in the plainest way. */
class FlowsProperties {
  /** An end of a conversation. */
  private record End(IpAddress address, int port) {}

  /** What one end sent to the other. */
  private record Sent(End from, End to) {}

  /** Counts of one key, until it makes room. */
  private static final class Model<K> extends LinkedHashMap<K, long[]> {
    private static final long serialVersionUID = 1;
    private final int capacity;
    private long forgotten;

    Model(int capacity) {
      super();
      this.capacity = capacity;
    }

    void count(K key, long nanos) {
      long[] counts = getOrDefault(key, new long[] {0, nanos, nanos});
      counts[0]++;
      if (FlowTable.second(nanos) > FlowTable.second(counts[2])) {
        remove(key); // and becomes the newest
      }
      counts[2] = nanos;
      put(key, counts);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, long[]> eldest) {
      boolean full = size() > capacity;
      forgotten += full ? 1 : 0;
      return full;
    }
  }

  private static final int[] PORTS = {53, 514, 5005, 40112};

  private final PacketRecord ipv4 = record("10.0.0.1", "10.0.0.2");
  private final PacketRecord ipv6 = record("2001:db8::1", "2001:db8::2");

  private static PacketRecord record(String from, String to) {
    return Records.of(Frame.ethernet().ip(from, to).udp(1, 2).payload(new byte[20]), false);
  }

  private static IpAddress address(int number, boolean isIpv6) {
    byte[] bytes = new byte[isIpv6 ? 16 : 4];
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, number);
    bytes[0] = 10;
    return IpAddress.of(bytes);
  }

  private PacketRecord write(Sent sent, long nanos) {
    PacketRecord record = sent.from().address().isIpv6() ? ipv6 : ipv4;
    ByteBuffer buffer = record.buffer();
    int ip = PacketRecord.FRAME + record.networkOffset();
    int addressBytes = sent.from().address().isIpv6() ? 16 : 4;
    int addresses = ip + (addressBytes == 16 ? 8 : 12);
    buffer.put(addresses, sent.from().address().bytes());
    buffer.put(addresses + addressBytes, sent.to().address().bytes());
    int udp = PacketRecord.FRAME + record.transportOffset();
    buffer.put(udp, (byte) (sent.from().port() >> 8)).put(udp + 1, (byte) sent.from().port());
    buffer.put(udp + 2, (byte) (sent.to().port() >> 8)).put(udp + 3, (byte) sent.to().port());
    buffer.putLong(PacketRecord.TIME, nanos);
    return record;
  }

  private static Sent random(SplittableRandom random, int hosts) {
    boolean isIpv6 = random.nextInt(3) == 0;
    End one = new End(address(random.nextInt(hosts), isIpv6), PORTS[random.nextInt(PORTS.length)]);
    End other =
        new End(address(random.nextInt(hosts), isIpv6), PORTS[random.nextInt(PORTS.length)]);
    return new Sent(one, other);
  }

  private static long order(End end) {
    byte[] bytes = end.address().bytes();
    return (long) ByteBuffer.wrap(bytes).getInt(bytes.length - 4) << 16 | end.port();
  }

  /** One that does not care who sends. */
  private static Sent both(Sent sent) {
    boolean swapped = order(sent.from()) > order(sent.to());
    return swapped ? new Sent(sent.to(), sent.from()) : sent;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 16, 3, 100000",
    "2, 64, 60, 200000",
    "3, 4096, 700, 1500000",
    "4, 65536, 90, 600000"
  })
  void theyCountAsMapsDo(long seed, int capacity, int hosts, int packets) {
    SplittableRandom random = new SplittableRandom(seed);
    Flows flows = new Flows(capacity);
    Model<Sent> conversations = new Model<>(capacity);
    Model<IpAddress> sources = new Model<>(capacity);
    Model<IpAddress> destinations = new Model<>(capacity);
    Model<Integer> ports = new Model<>(1 << 16);
    Map<Sent, Long> directed = new HashMap<>();
    long nanos = 0;
    for (int i = 0; i < packets; i++) {
      nanos += random.nextInt(10_000_000);
      Sent sent = random(random, hosts);
      PacketRecord record = write(sent, nanos);
      flows.count(record, i);
      conversations.count(both(sent), nanos);
      sources.count(sent.from().address(), nanos);
      destinations.count(sent.to().address(), nanos);
      ports.count(sent.to().port(), nanos);
      directed.merge(sent, 1L, Long::sum);
    }
    assertThat(flows.total().packets()).isEqualTo(packets);
    check(flows.conversations(), conversations, directed);
    check(flows.sources(), sources, false);
    check(flows.destinations(), destinations, false);
    check(flows.ports(), ports, true);
  }

  private static void check(Conversations table, Model<Sent> model, Map<Sent, Long> directed) {
    assertThat(table.size()).isEqualTo(model.size());
    assertThat(table.forgotten()).isEqualTo(model.forgotten);
    for (int number = 0; number < table.size(); number++) {
      End first = new End(table.address(number, true), table.port(number, true));
      End second = new End(table.address(number, false), table.port(number, false));
      long[] expected = model.get(both(new Sent(first, second)));
      assertThat(expected).isNotNull();
      assertThat(table.traffic(number).packets()).isEqualTo(expected[0]);
      assertThat(table.firstNanos(number)).isEqualTo(expected[1]);
      assertThat(table.find(second.address(), second.port(), first.address(), first.port()))
          .isEqualTo(number);
      if (table.forgotten() == 0 && !first.equals(second)) {
        assertThat(table.sent(number, true).packets())
            .isEqualTo(directed.getOrDefault(new Sent(first, second), 0L));
      }
    }
  }

  private static void check(Talkers table, Model<?> model, boolean byPort) {
    assertThat(table.size()).isEqualTo(model.size());
    assertThat(table.forgotten()).isEqualTo(model.forgotten);
    for (int number = 0; number < table.size(); number++) {
      long[] expected = model.get(byPort ? table.port(number) : table.address(number));
      assertThat(expected).isNotNull();
      Traffic traffic = table.traffic(number);
      assertThat(traffic.packets()).isEqualTo(expected[0]);
      assertThat(table.firstNanos(number)).isEqualTo(expected[1]);
      int found = byPort ? table.find(table.port(number)) : table.find(table.address(number));
      assertThat(found).isEqualTo(number);
    }
  }
}

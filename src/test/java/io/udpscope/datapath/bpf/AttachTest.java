package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.Hook;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bpf")
class AttachTest {
  private final TwoNetworks networks = new TwoNetworks();

  @AfterEach
  void close() {
    networks.close();
  }

  private BpfDatapath open(HookChoice choice, String... interfaces) {
    return networks.here.call(
        () -> {
          BpfDatapath datapath = BpfDatapath.load(List.of(interfaces));
          try {
            datapath.attach(choice);
            return datapath;
          } catch (RuntimeException e) {
            datapath.close();
            throw e;
          }
        });
  }

  private void assertRefused(HookChoice choice, String interfaceName, String... parts) {
    assertThatThrownBy(() -> open(choice, interfaceName).close())
        .isInstanceOf(DatapathException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n");
  }

  @Test
  void autoPrefersNative() {
    try (BpfDatapath datapath = open(HookChoice.AUTO, "us0")) {
      Attachment attachment = datapath.attachments().get(0);
      assertThat(attachment.interfaceName()).isEqualTo("us0");
      assertThat(attachment.hook()).isEqualTo(Hook.NATIVE);
      assertThat(attachment.reason()).isEmpty();
      assertThat(networks.hasProgram("us0")).isTrue();
    }
    assertThat(networks.hasProgram("us0")).isFalse();
  }

  @Test
  void autoFallsBackToGenericAndKeepsTheReason() {
    try (BpfDatapath datapath = open(HookChoice.AUTO, "lo")) {
      assertThat(datapath.attachments().get(0).hook()).isEqualTo(Hook.GENERIC);
      assertThat(datapath.attachments().get(0).reason())
          .isEqualTo("native: its driver has no such hook");
    }
  }

  @Test
  void aHookThatWasAskedForIsNotReplacedByAnother() {
    try (BpfDatapath datapath = open(HookChoice.GENERIC, "us0")) {
      assertThat(datapath.attachments().get(0).hook()).isEqualTo(Hook.GENERIC);
    }
    assertRefused(HookChoice.NATIVE, "lo", "lo", "native XDP", "--hook generic");
  }

  @Test
  void offloadAsksTheHardware() {
    assertRefused(HookChoice.OFFLOAD, "us0", "us0 has no hardware", "--hook auto");
    assertThat(networks.hasProgram("us0")).isFalse();
  }

  @Test
  void anUnknownInterfaceIsNamed() {
    assertRefused(HookChoice.AUTO, "nosuch0", "no interface nosuch0", "ip link");
    assertRefused(HookChoice.AUTO, "a-name-longer-than-the-kernel-allows", "no interface a-name-");
  }

  @Test
  void anInterfaceWithAnotherSessionIsRefusedWhateverTheHook() {
    try (BpfDatapath first = open(HookChoice.AUTO, "us0")) {
      assertRefused(HookChoice.AUTO, "us0", "us0 already has an XDP program", "udpscope session");
      assertRefused(HookChoice.GENERIC, "us0", "another udpscope session");
      assertThat(first.attachments()).hasSize(1);
      assertThat(networks.hasProgram("us0")).isTrue();
    }
  }

  @Test
  void anothersProgramIsNamedAndLeftAlone() {
    int[] fds = networks.here.call(AttachTest::attachAnothersProgram);
    assertRefused(HookChoice.NATIVE, "us0", "already has an XDP program: another_tool, program ");
    assertRefused(HookChoice.GENERIC, "us0", "another_tool");
    try (BpfDatapath datapath = open(HookChoice.AUTO, "us0")) {
      Attachment attachment = datapath.attachments().get(0);
      assertThat(attachment.hook()).isEqualTo(Hook.TC);
      assertThat(attachment.reason())
          .startsWith("native, generic: it already has an XDP program: another_tool, program ");
    }
    assertThat(networks.hasProgram("us0")).isTrue();
    for (int fd : fds) {
      Libc.close(fd);
    }
  }

  /** XDP_PASS on us0 in generic mode; the descriptors of program and link. */
  private static int[] attachAnothersProgram() {
    ByteBuffer program =
        NativeMemory.allocate(16).put(0, (byte) 0xb7).putInt(4, 2).put(8, (byte) 0x95);
    ByteBuffer name = NativeMemory.string("another_tool");
    ByteBuffer license = NativeMemory.string("GPL");
    int fd =
        LibBpf.functions()
            .bpf_prog_load(
                LibBpf.PROG_TYPE_XDP,
                NativeMemory.address(name),
                NativeMemory.address(license),
                NativeMemory.address(program),
                2,
                LibBpf.NULL);
    Reference.reachabilityFence(program);
    Reference.reachabilityFence(name);
    Reference.reachabilityFence(license);
    ByteBuffer options =
        NativeMemory.allocate(16).putLong(0, 16).putInt(8, LibBpf.XDP_FLAGS_SKB_MODE);
    int ifindex;
    try (Interfaces interfaces = new Interfaces()) {
      ifindex = interfaces.find("us0").index();
    }
    int link =
        LibBpf.functions()
            .bpf_link_create(fd, ifindex, LibBpf.ATTACH_XDP, NativeMemory.address(options));
    Reference.reachabilityFence(options);
    assertThat(link).isPositive();
    return new int[] {fd, link};
  }

  @Test
  void ifOneInterfaceRefusesOnlyWhatThisRunAttachedIsDetached() {
    NetworkNamespace.linkPair(networks.here.end("us2"), networks.there.end("us3"));
    try (BpfDatapath other = open(HookChoice.AUTO, "us2")) {
      assertThatThrownBy(() -> open(HookChoice.AUTO, "us0", "us2"))
          .hasMessageContaining("us2 already has");
      assertThat(networks.hasProgram("us0")).isFalse();
      assertThat(networks.hasProgram("us2")).isTrue();
      assertThat(other.attachments()).hasSize(1);
    }
    try (BpfDatapath both = open(HookChoice.AUTO, "us0", "us2", "us0")) {
      assertThat(both.attachments())
          .extracting(Attachment::interfaceName)
          .containsExactly("us0", "us2");
    }
  }

  @Test
  void anInterfaceWithoutEthernetIsReadAsBareIp() {
    networks.here.exec("ip", "tuntap", "add", "dev", "tun0", "mode", "tun");
    try (BpfDatapath datapath = open(HookChoice.AUTO, "tun0")) {
      assertThat(datapath.attachments().get(0).hook()).isEqualTo(Hook.GENERIC);
      assertThat(networks.here.exec("ip", "-d", "link", "show", "tun0")).contains("xdpgeneric");
    }
  }

  @Test
  void linkTypesThatTheProgramCannotReadHaveNone() {
    assertThat(LinkType.of(1)).isEqualTo(LinkType.ETHERNET);
    assertThat(LinkType.of(772)).isEqualTo(LinkType.ETHERNET);
    assertThat(LinkType.of(65534)).isEqualTo(LinkType.RAW_IP);
    assertThat(LinkType.of(512)).isNull(); // ARPHRD_PPP
    assertThat(LinkType.of(803)).isNull(); // ARPHRD_IEEE80211_RADIOTAP
  }
}

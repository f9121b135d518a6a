package io.udpscope.datapath.bpf.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.BpfDatapath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AbiCheckTest {
  private static byte[] object() throws IOException {
    return object("udpscope_xdp.bpf.o");
  }

  private static byte[] object(String name) throws IOException {
    try (InputStream in = BpfDatapath.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void theCompiledObjectsAreWhatJavaBelieves() {
    assertThatCode(() -> AbiCheck.check(object("udpscope_xdp.bpf.o"))).doesNotThrowAnyException();
    assertThatCode(() -> AbiCheck.check(object("udpscope_tc.bpf.o"))).doesNotThrowAnyException();
  }

  @Test
  void everyStructAndEnumOfTheHeaderIsCompared() throws IOException {
    String header = Files.readString(Path.of("native/include/udpscope_abi.h"));
    Set<String> declared = new TreeSet<>();
    Matcher matcher =
        Pattern.compile("^(?:struct|enum) (udpscope_\\w+) \\{", Pattern.MULTILINE).matcher(header);
    while (matcher.find()) {
      declared.add(matcher.group(1));
    }
    Set<String> compared = new TreeSet<>();
    Abi.structs().forEach(struct -> compared.add(struct.name()));
    Abi.enums().forEach(enumeration -> compared.add(enumeration.name()));
    assertThat(compared).isEqualTo(declared);
    assertThat(header)
        .contains("#define UDPSCOPE_ABI_VERSION " + Abi.VERSION + "\n")
        .contains("#define UDPSCOPE_PREFIX_IS_BLOCK 0x8000\n");
  }

  @Test
  void anObjectOfAnotherLayoutIsRefusedWithTheTableOfDifferences() throws IOException {
    byte[] doctored = withMemberMoved(object(), "udpscope_event", "rule_slot", 2);
    assertThatThrownBy(() -> AbiCheck.check(doctored))
        .isInstanceOf(DatapathException.class)
        .hasMessageContaining("was not loaded")
        .hasMessageContaining("struct udpscope_event.rule_slot")
        .hasMessageContaining("2 bytes at 22")
        .hasMessageContaining("2 bytes at 24");
  }

  @Test
  void aFieldThatOneSideLacksIsADifference() throws IOException {
    List<StructLayout.Field> fields = new ArrayList<>(TapLayout.LAYOUT.fields());
    fields.remove(1);
    StructLayout shorter = new StructLayout("udpscope_tap", TapLayout.SIZE, fields);
    EnumLayout longer =
        new EnumLayout("udpscope_action", Map.of("UDPSCOPE_PASS", 0L, "UDPSCOPE_DROP", 2L));
    assertThat(AbiCheck.differences(object(), List.of(shorter), List.of(longer)))
        .containsExactly(
            new AbiCheck.Difference("struct udpscope_tap.sample", "absent", "4 bytes at 4"),
            new AbiCheck.Difference("enum udpscope_action UDPSCOPE_DROP", "2", "1"));
  }

  @Test
  void aStructThatTheObjectDoesNotMentionIsADifference() throws IOException {
    StructLayout unknown = new StructLayout("udpscope_unknown", 8, List.of());
    assertThat(AbiCheck.differences(object(), List.of(unknown), List.of()))
        .containsExactly(new AbiCheck.Difference("struct udpscope_unknown", "8 bytes", "absent"));
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThatThrownBy(() -> AbiCheck.check("not an object".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not an ELF object");
  }

  /** The same object, with the BTF of one member saying that it lies so many bytes further. */
  private static byte[] withMemberMoved(byte[] object, String struct, String member, int bytes) {
    ByteBuffer btf = new ElfObject(object).section(".BTF").orElseThrow();
    int from =
        new Btf(btf)
            .struct(struct).orElseThrow().fields().stream()
                .filter(field -> field.name().equals(member))
                .findFirst()
                .orElseThrow()
                .offset();
    // A member is (name, type, offset in bits); this one's name and offset occur together once.
    int strings = btf.getInt(4) + btf.getInt(16);
    for (int at = btf.getInt(4); at < strings - 12; at += 4) {
      int name = btf.getInt(at);
      if (name > 0
          && name < btf.capacity() - strings
          && btf.getInt(at + 8) == from * 8
          && ElfObject.text(btf.slice(strings, btf.capacity() - strings), name).equals(member)) {
        btf.order(ByteOrder.nativeOrder()).putInt(at + 8, (from + bytes) * 8);
        return object;
      }
    }
    throw new AssertionError("no member " + member);
  }
}

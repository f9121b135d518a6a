package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.udpscope.datapath.DatapathException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Objects that the kernel does not take. */
@Tag("bpf")
class BpfObjectTest {
  @Test
  void whatTheVerifierRefusesIsToldInOneLineAndWholeInTheCause() {
    byte[] object = BpfObject.bytes(EntryPoint.XDP.object());
    ByteBuffer program = section(object, "xdp.frags");
    // Its first instruction reads a register that nobody wrote: r0 = r5
    program.put(0, (byte) 0xbf).put(1, (byte) 0x50).putShort(2, (short) 0).putInt(4, 0);
    DatapathException refusal = refusal(object);
    assertThat(refusal)
        .hasMessageContaining("the kernel refuses the datapath: Permission denied")
        .hasMessageContaining("R5 !read_ok")
        .message()
        .doesNotContain("\n");
    assertThat(refusal.getCause())
        .hasMessageContaining("0: (bf) r0 = r5")
        .hasMessageContaining("failed to load object 'udpscope'");
  }

  private static DatapathException refusal(byte[] object) {
    return catchThrowableOfType(
        DatapathException.class,
        () -> {
          Set<String> programs = Set.of(EntryPoint.XDP.program(LinkType.ETHERNET));
          BpfObject.load(new BpfObject.Request(object, programs, Map.of())).close();
        });
  }

  /** A section of an ELF object, to be changed in place. */
  private static ByteBuffer section(byte[] object, String name) {
    ByteBuffer file = ByteBuffer.wrap(object).order(ByteOrder.nativeOrder());
    int headers = (int) file.getLong(0x28);
    int size = file.getShort(0x3a);
    int names = (int) file.getLong(headers + file.getShort(0x3e) * size + 0x18);
    byte[] wanted = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < file.getShort(0x3c); i++) {
      int header = headers + i * size;
      int text = names + file.getInt(header);
      if (file.slice(text, wanted.length).equals(ByteBuffer.wrap(wanted))) {
        int offset = (int) file.getLong(header + 0x18);
        int length = (int) file.getLong(header + 0x20);
        return file.slice(offset, length).order(ByteOrder.nativeOrder());
      }
    }
    throw new AssertionError("no section " + name);
  }
}

package io.udpscope.datapath.bpf;

import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.RulesTextLayout;
import io.udpscope.model.Rule;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;

/**
 * The rules in force as people write them, in the map {@code rules_text}: other processes that ask
 * about this session read them there.
 */
final class RulesText implements AutoCloseable {
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final Mapping mapping;
  private final Function<List<Rule>, byte[]> describer;

  /**
   * @param map the descriptor of the map
   * @param describer writes rules in UTF-8; an empty text is as good as none
   */
  RulesText(int map, Function<List<Rule>, byte[]> describer) {
    this.mapping = Mapping.writable(map, 0, RulesTextLayout.SIZE);
    this.describer = describer;
  }

  /**
   * A text that does not fit is left out.
   *
   * @param number of the generation with these rules
   */
  void write(long number, List<Rule> rules) {
    byte[] text = describer.apply(rules);
    ByteBuffer memory = mapping.buffer();
    memory.putInt(RulesTextLayout.LENGTH, 0);
    VarHandle.releaseFence(); // whoever still finds the length finds the old text
    memory.putInt(RulesTextLayout.NUMBER, (int) number);
    if (text.length <= Limits.RULES_TEXT) {
      memory.put(RulesTextLayout.TEXT, text);
      INT.setRelease(memory, RulesTextLayout.LENGTH, text.length);
    }
  }

  @Override
  public void close() {
    mapping.close();
  }
}

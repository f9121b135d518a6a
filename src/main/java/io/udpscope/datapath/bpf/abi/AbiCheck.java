package io.udpscope.datapath.bpf.abi;

import io.udpscope.datapath.DatapathException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares a compiled object with what Java believes of it, down to every offset and constant. */
public final class AbiCheck {
  /** One thing that is not the same on both sides. */
  record Difference(String what, String here, String object) {}

  private static final String ABSENT = "absent";

  private AbiCheck() {}

  /**
   * @param object the object file
   * @throws DatapathException with the table of differences, if there are any
   */
  public static void check(byte[] object) {
    List<Difference> differences = differences(object, Abi.structs(), Abi.enums());
    if (!differences.isEmpty()) {
      throw new DatapathException(
          "the datapath's object is not of this build and was not loaded: build it again\n"
              + table(differences));
    }
  }

  static List<Difference> differences(
      byte[] object, List<StructLayout> structs, List<EnumLayout> enums) {
    ElfObject elf = new ElfObject(object);
    Btf btf =
        new Btf(
            elf.section(".BTF")
                .orElseThrow(() -> new DatapathException("the datapath's object has no BTF")));
    List<Difference> differences = new ArrayList<>();
    compare(
        "ABI version",
        Integer.toString(Abi.VERSION),
        elf.variable("udpscope_abi_version").map(String::valueOf).orElse(ABSENT),
        differences);
    for (StructLayout struct : structs) {
      Map<String, String> theirs =
          btf.struct(struct.name()).map(AbiCheck::describe).orElse(Map.of());
      compareAll("struct " + struct.name(), describe(struct), theirs, differences);
    }
    for (EnumLayout enumeration : enums) {
      Map<String, String> theirs =
          btf.enumeration(enumeration.name()).map(AbiCheck::describe).orElse(Map.of());
      compareAll("enum " + enumeration.name(), describe(enumeration), theirs, differences);
    }
    return differences;
  }

  private static Map<String, String> describe(StructLayout struct) {
    Map<String, String> parts = new HashMap<>();
    parts.put("", struct.size() + " bytes");
    for (StructLayout.Field field : struct.fields()) {
      parts.put("." + field.name(), field.size() + " bytes at " + field.offset());
    }
    return parts;
  }

  private static Map<String, String> describe(EnumLayout enumeration) {
    Map<String, String> parts = new HashMap<>();
    enumeration.constants().forEach((name, value) -> parts.put(" " + name, value.toString()));
    return parts;
  }

  private static void compareAll(
      String what, Map<String, String> here, Map<String, String> object, List<Difference> to) {
    if (here.equals(object)) {
      return;
    }
    TreeSet<String> parts = new TreeSet<>(here.keySet());
    parts.addAll(object.keySet());
    for (String part : parts) {
      compare(what + part, here.getOrDefault(part, ABSENT), object.getOrDefault(part, ABSENT), to);
    }
  }

  private static void compare(String what, String here, String object, List<Difference> to) {
    if (!here.equals(object)) {
      to.add(new Difference(what, here, object));
    }
  }

  /** Columns: what, what this program believes, what the object says. */
  static String table(List<Difference> differences) {
    int widest = "what".length();
    for (Difference difference : differences) {
      widest = Math.max(widest, difference.what().length());
    }
    String row = "  %-" + widest + "s  %-24s  %s%n";
    StringBuilder table = new StringBuilder(row.formatted("what", "this program", "object"));
    for (Difference difference : differences) {
      table.append(row.formatted(difference.what(), difference.here(), difference.object()));
    }
    return table.toString().stripTrailing();
  }
}

package io.udpscope.datapath.bpf.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The structs and enums of a compiled object, from its section {@code .BTF}
 * (Documentation/bpf/btf.rst in the kernel's sources).
 */
final class Btf {
  private static final int MAGIC = 0xeb9f;

  // struct btf_header
  private static final int HEADER_BYTES = 4;
  private static final int TYPES_OFFSET = 8;
  private static final int TYPES_BYTES = 12;
  private static final int STRINGS_OFFSET = 16;

  // struct btf_type: name, info, size or type
  private static final int INFO = 4;
  private static final int SIZE_OR_TYPE = 8;
  private static final int BEHIND = 12;

  private static final int POINTER_BYTES = 8;

  /** In a struct's info: the upper 8 bits of its members' offsets are sizes of bit fields. */
  private static final int HAS_BIT_FIELDS = 1 << 31;

  private static final int BIT_FIELD_OFFSET = 0xffffff;

  private enum Kind {
    VOID(0, 0),
    INT(4, 0),
    POINTER(0, 0),
    ARRAY(12, 0),
    STRUCT(0, 12),
    UNION(0, 12),
    ENUM(0, 8),
    FORWARD(0, 0),
    TYPEDEF(0, 0),
    VOLATILE(0, 0),
    CONST(0, 0),
    RESTRICT(0, 0),
    FUNCTION(0, 0),
    PROTOTYPE(0, 8),
    VARIABLE(4, 0),
    SECTION(0, 12),
    FLOAT(0, 0),
    DECLARATION_TAG(4, 0),
    TYPE_TAG(0, 0),
    ENUM64(0, 12);

    static final Kind[] VALUES = values();
    final int fixedBytes;
    final int bytesEach;

    Kind(int fixedBytes, int bytesEach) {
      this.fixedBytes = fixedBytes;
      this.bytesEach = bytesEach;
    }
  }

  private final ByteBuffer types;
  private final ByteBuffer strings;
  private final List<Integer> offsets = new ArrayList<>(); // of each type, by its id

  Btf(ByteBuffer section) {
    if ((section.getShort(0) & 0xffff) != MAGIC) {
      throw new IllegalArgumentException("not BTF of this machine's byte order");
    }
    int header = section.getInt(HEADER_BYTES);
    int typesAt = header + section.getInt(TYPES_OFFSET);
    int typesBytes = section.getInt(TYPES_BYTES);
    int stringsAt = header + section.getInt(STRINGS_OFFSET);
    this.types = section.slice(typesAt, typesBytes).order(ByteOrder.nativeOrder());
    this.strings = section.slice(stringsAt, section.capacity() - stringsAt);
    offsets.add(-1); // id 0 is void
    for (int at = 0; at < typesBytes; ) {
      offsets.add(at);
      Kind kind = kind(at);
      at += BEHIND + kind.fixedBytes + count(at) * kind.bytesEach;
    }
  }

  private Kind kind(int at) {
    int kind = types.getInt(at + INFO) >> 24 & 0x1f;
    if (kind >= Kind.VALUES.length) {
      throw new IllegalArgumentException("BTF of a kind that is not known: " + kind);
    }
    return Kind.VALUES[kind];
  }

  private int count(int at) {
    return types.getInt(at + INFO) & 0xffff;
  }

  private String name(int at) {
    return ElfObject.text(strings, types.getInt(at));
  }

  /** The layout of a struct; empty if the object does not mention it. */
  Optional<StructLayout> struct(String name) {
    return find(Kind.STRUCT, name).map(this::structAt);
  }

  private StructLayout structAt(int at) {
    List<StructLayout.Field> fields = new ArrayList<>();
    for (int i = 0; i < count(at); i++) {
      int member = at + BEHIND + i * Kind.STRUCT.bytesEach;
      int offset = types.getInt(member + 8);
      boolean bitFields = (types.getInt(at + INFO) & HAS_BIT_FIELDS) != 0;
      int bits = bitFields ? offset & BIT_FIELD_OFFSET : offset;
      fields.add(StructLayout.field(name(member), bits / 8, size(types.getInt(member + 4))));
    }
    return new StructLayout(name(at), types.getInt(at + SIZE_OR_TYPE), fields);
  }

  /** The constants of an enum; empty if the object does not mention it. */
  Optional<EnumLayout> enumeration(String name) {
    return find(Kind.ENUM, name).map(this::enumAt);
  }

  private EnumLayout enumAt(int at) {
    Map<String, Long> constants = new HashMap<>();
    for (int i = 0; i < count(at); i++) {
      int constant = at + BEHIND + i * Kind.ENUM.bytesEach;
      constants.put(name(constant), (long) types.getInt(constant + 4));
    }
    return new EnumLayout(name(at), constants);
  }

  private Optional<Integer> find(Kind kind, String name) {
    for (int id = 1; id < offsets.size(); id++) {
      int at = offsets.get(id);
      if (kind(at) == kind && name.equals(name(at))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private int size(int id) {
    int at = offsets.get(id);
    return switch (kind(at)) {
      case INT, STRUCT, UNION, ENUM, ENUM64, FLOAT -> types.getInt(at + SIZE_OR_TYPE);
      case POINTER -> POINTER_BYTES;
      case ARRAY -> types.getInt(at + BEHIND + 8) * size(types.getInt(at + BEHIND));
      case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> size(types.getInt(at + SIZE_OR_TYPE));
      default -> throw new IllegalArgumentException("no size: " + kind(at) + " " + name(at));
    };
  }
}

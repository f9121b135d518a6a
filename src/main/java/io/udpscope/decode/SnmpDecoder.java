package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * SNMP v1 (RFC 1157), v2c (RFC 1901) and v3 (RFC 3412): {@code v2c get 1.3.6.1.2.1.1.1.0}, {@code
 * v3 user admin encrypted}. The community, which is a password of sorts, is among the fields only.
 */
public final class SnmpDecoder implements ProtocolDecoder {
  private static final int GET = 0xa0;
  private static final int GET_BULK = 0xa5;
  private static final int TRAP_V1 = 0xa4;
  private static final int LAST_PDU = 0xa8;

  /** snmpTrapOID.0 of SNMPv2-MIB. */
  private static final String TRAP_OBJECT = "1.3.6.1.6.3.1.1.4.1.0";

  private static final int TRAP_OBJECT_BYTES = 10;
  private static final String[] PDUS = {
    "get", "get-next", "response", "set", "trap", "get-bulk", "inform", "trap", "report"
  };
  private static final String[] ERRORS = {
    "noError",
    "tooBig",
    "noSuchName",
    "badValue",
    "readOnly",
    "genErr",
    "noAccess",
    "wrongType",
    "wrongLength",
    "wrongEncoding",
    "wrongValue",
    "noCreation",
    "inconsistentValue",
    "resourceUnavailable",
    "commitFailed",
    "undoFailed",
    "authorizationError",
    "notWritable",
    "inconsistentName"
  };

  @Override
  public int[] ports() {
    return new int[] {161, 162};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    Ber version = version(payload);
    if (version == null) {
      return Optional.empty();
    }
    int end = payload.claimed();
    long number = version.integer(payload);
    Ber second = version.next(payload, end);
    if (second == null || !second.is(number == 3 ? Ber.SEQUENCE : Ber.OCTETS)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(64).append(versionName(number)).append(' ');
    if (number == 3) {
      appendV3(text, payload, second.next(payload, end));
    } else {
      appendPdu(text, payload, second.next(payload, end));
    }
    return Optional.of(new Summary("snmp", text.toString().strip()));
  }

  /** The version in a sequence that fills the datagram; null if this is no SNMP. */
  private static Ber version(Payload payload) {
    if (payload.length() < 8 || payload.u8(0) != Ber.SEQUENCE) {
      return null;
    }
    Ber message = Ber.read(payload, 0, payload.claimed());
    if (message == null || message.end() != payload.claimed()) {
      return null;
    }
    Ber version = message.first(payload);
    boolean fits = version != null && version.is(Ber.INTEGER) && version.length() == 1;
    if (!fits || !version.isCaptured(payload)) {
      return null;
    }
    long number = version.integer(payload);
    return number == 0 || number == 1 || number == 3 ? version : null;
  }

  private static String versionName(long number) {
    return number == 0 ? "v1" : number == 1 ? "v2c" : "v3";
  }

  private static boolean isPdu(Ber element) {
    return element != null && element.tag() >= GET && element.tag() <= LAST_PDU;
  }

  private static String pduName(Ber pdu) {
    return isPdu(pdu) ? PDUS[pdu.tag() - GET] : "";
  }

  /** Who asks, and what if it is not encrypted. */
  private static void appendV3(StringBuilder text, Payload payload, Ber parameters) {
    if (parameters == null) {
      return;
    }
    Ber user = user(payload, parameters);
    if (user != null && user.length() > 0) {
      text.append("user ").append(user.text(payload)).append(' ');
    }
    Ber scoped = parameters.next(payload, payload.claimed());
    if (scoped != null && scoped.is(Ber.OCTETS)) {
      text.append("encrypted");
    } else if (scoped != null) {
      appendPdu(text, payload, child(payload, scoped, 2));
    }
  }

  /** RFC 3414, 2.4: engine, boots, time, user. */
  private static Ber user(Payload payload, Ber parameters) {
    Ber inner = parameters.first(payload);
    return inner == null ? null : child(payload, inner, 3);
  }

  private static Ber child(Payload payload, Ber parent, int index) {
    Ber child = parent.first(payload);
    for (int i = 0; i < index && child != null; i++) {
      child = child.next(payload, parent.end());
    }
    return child;
  }

  private static void appendPdu(StringBuilder text, Payload payload, Ber pdu) {
    if (!isPdu(pdu)) {
      return;
    }
    text.append(pduName(pdu));
    if (pdu.is(TRAP_V1)) {
      Ber enterprise = pdu.first(payload);
      text.append(enterprise == null ? "" : " " + enterprise.text(payload));
      return;
    }
    Ber error = child(payload, pdu, 1);
    if (error != null && !pdu.is(GET_BULK) && error.integer(payload) != 0) {
      text.append(' ').append(errorName(error.integer(payload)));
    }
    appendObjects(text, payload, child(payload, pdu, 3));
  }

  private static String errorName(long error) {
    return error >= 0 && error < ERRORS.length ? ERRORS[(int) error] : "error " + error;
  }

  /** The first object, and how many there are besides. */
  private static void appendObjects(StringBuilder text, Payload payload, Ber bindings) {
    Ber binding = bindings == null ? null : bindings.first(payload);
    Ber object = binding == null ? null : binding.first(payload);
    if (object == null || !object.is(Ber.OBJECT)) {
      return;
    }
    Ber next = binding.next(payload, bindings.end());
    Ber trap = next == null ? null : trap(payload, next);
    text.append(' ').append(trap == null ? object.text(payload) : trap.text(payload));
    int more = 0;
    while (next != null) {
      more++;
      next = next.next(payload, bindings.end());
    }
    text.append(more == 0 ? "" : " and " + more + " more");
  }

  /** Traps name themselves in their second object (RFC 3416, 4.2.6); null if this is none. */
  private static Ber trap(Payload payload, Ber second) {
    Ber object = second.first(payload);
    Ber value = object == null ? null : object.next(payload, second.end());
    boolean names = value != null && value.is(Ber.OBJECT) && object.length() == TRAP_OBJECT_BYTES;
    return names && object.text(payload).equals(TRAP_OBJECT) ? value : null;
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    Ber version = version(payload);
    if (version == null) {
      return tree.fields();
    }
    long number = version.integer(payload);
    add(tree, payload, "version", version, versionName(number));
    Ber second = version.next(payload, payload.claimed());
    Ber third = second == null ? null : second.next(payload, payload.claimed());
    if (third == null) {
      return tree.fields();
    }
    if (number == 3) {
      v3(tree, payload, second, third);
    } else {
      add(tree, payload, "community", second, second.text(payload));
      pdu(tree, payload, third);
    }
    return tree.fields();
  }

  private static void add(FieldTree tree, Payload payload, String label, Ber element, String text) {
    if (element.isCaptured(payload)) {
      tree.add(label, element.from(), element.length(), text);
    }
  }

  /** As many of the parent's elements as there are labels. */
  private static void elements(FieldTree tree, Payload payload, Ber parent, String... labels) {
    Ber element = parent.first(payload);
    for (int i = 0; i < labels.length && element != null; i++) {
      add(tree, payload, labels[i], element, element.text(payload));
      element = element.next(payload, parent.end());
    }
  }

  private static void v3(FieldTree tree, Payload payload, Ber header, Ber parameters) {
    tree.open("header", header.start(), header.end() - header.start(), "");
    elements(tree, payload, header, "message id", "maximum size", "flags", "security model");
    tree.close();
    tree.open("security", parameters.start(), parameters.end() - parameters.start(), "");
    Ber inner = parameters.first(payload);
    if (inner != null) {
      String[] labels = {"engine", "boots", "time", "user", "authentication", "privacy"};
      elements(tree, payload, inner, labels);
    }
    tree.close();
    Ber scoped = parameters.next(payload, payload.claimed());
    if (scoped != null && scoped.is(Ber.OCTETS)) {
      tree.bytes("encrypted", scoped.from(), scoped.length());
    } else if (scoped != null) {
      elements(tree, payload, scoped, "context engine", "context");
      Ber pdu = child(payload, scoped, 2);
      if (pdu != null) {
        pdu(tree, payload, pdu);
      }
    }
  }

  private static void pdu(FieldTree tree, Payload payload, Ber pdu) {
    tree.open("pdu", pdu.start(), pdu.end() - pdu.start(), pduName(pdu));
    Ber bindings;
    if (pdu.is(TRAP_V1)) {
      elements(
          tree, payload, pdu, "enterprise", "agent", "generic trap", "specific trap", "up time");
      bindings = child(payload, pdu, 5);
    } else {
      boolean bulk = pdu.is(GET_BULK);
      String second = bulk ? "not repeated" : "error";
      String third = bulk ? "repetitions" : "error index";
      elements(tree, payload, pdu, "request id", second, third);
      bindings = child(payload, pdu, 3);
    }
    Ber binding = bindings == null ? null : bindings.first(payload);
    while (binding != null && !tree.isFull()) {
      binding(tree, payload, binding);
      binding = binding.next(payload, bindings.end());
    }
    tree.close();
  }

  private static void binding(FieldTree tree, Payload payload, Ber binding) {
    Ber object = binding.first(payload);
    Ber value = object == null ? null : object.next(payload, binding.end());
    if (value == null) {
      return;
    }
    String text = object.text(payload) + " = " + value.text(payload);
    tree.open("binding", binding.start(), binding.end() - binding.start(), text);
    add(tree, payload, "object", object, object.text(payload));
    add(tree, payload, "value", value, value.text(payload));
    tree.close();
  }
}

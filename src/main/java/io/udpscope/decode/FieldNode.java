package io.udpscope.decode;

import java.util.List;

/**
 * A field of a payload, with the fields that it consists of. Immutable; from any thread. Label and
 * text are as safe to print as a {@link Summary}'s.
 *
 * @param label what the protocol calls it, in lower case where it is ours to choose
 * @param text what it holds; may be empty
 * @param from its first byte, counted from the payload's first
 * @param length bytes; all of them were captured. 0 if it stands for no bytes of its own
 * @param children in the order of their bytes
 */
public record FieldNode(String label, String text, int from, int length, List<FieldNode> children) {
  public FieldNode {
    label = Summary.printable(label);
    text = Summary.printable(text);
    children = List.copyOf(children);
  }

  FieldNode(String label, String text, int from, int length) {
    this(label, text, from, length, List.of());
  }
}

package io.udpscope.decode;

import java.util.List;

/**
 * All that is made of one payload. Immutable.
 *
 * @param fields in the order of their bytes; empty if the decoder tells no more than the summary
 */
public record Dissection(Summary summary, List<FieldNode> fields) {
  public Dissection {
    fields = List.copyOf(fields);
  }
}

package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * Recognises one protocol. Found through {@link java.util.ServiceLoader}, so that a jar on the
 * class path can bring more. Stateless; called from several threads.
 */
public interface ProtocolDecoder {
  /** Ports on which this protocol is expected; a packet from or to one is tried here first. */
  int[] ports();

  /**
   * Summarises the payload, or says that it is not of this protocol. Looks only at what was
   * captured.
   *
   * @param expected the packet comes from or goes to one of {@link #ports()}; if not, the shape of
   *     the payload alone must tell it from random bytes
   */
  Optional<Summary> decode(Payload payload, boolean expected);

  /**
   * The fields of a payload that {@link #decode} has recognised, as far as they were captured. Made
   * only for a packet that somebody looks into.
   */
  default List<FieldNode> fields(Payload payload) {
    return List.of();
  }
}

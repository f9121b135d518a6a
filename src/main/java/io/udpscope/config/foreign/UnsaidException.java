package io.udpscope.config.foreign;

/** Something that no rule of ours says. The message is a clause: {@code it looks at ct mark}. */
final class UnsaidException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsaidException(String reason) {
    super(reason);
  }
}

package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;

/** An interface does not take the program at a hook. */
final class HookRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final boolean worthAnotherHook;

  /**
   * @param told what the user is told if no other hook is tried
   * @param reason half a sentence, for when another hook is taken instead
   * @param worthAnotherHook whether another hook may do
   */
  HookRefusedException(DatapathException told, String reason, boolean worthAnotherHook) {
    super(told);
    this.reason = reason;
    this.worthAnotherHook = worthAnotherHook;
  }

  DatapathException told() {
    return (DatapathException) getCause();
  }

  String reason() {
    return reason;
  }

  boolean worthAnotherHook() {
    return worthAnotherHook;
  }
}

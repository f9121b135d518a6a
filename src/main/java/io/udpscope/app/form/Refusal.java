package io.udpscope.app.form;

/** Why what was typed cannot be, and which line of the form it is. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int field;

  Refusal(int field, String reason) {
    super(reason, null, false, false);
    this.field = field;
  }

  int field() {
    return field;
  }
}

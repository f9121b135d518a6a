package io.udpscope.cli.explain;

import io.udpscope.cli.explain.Account.Refused;
import io.udpscope.cli.explain.FrameFields.Change;
import io.udpscope.datapath.Explanation;
import io.udpscope.datapath.Explanation.ChosenTarget;
import io.udpscope.datapath.Explanation.Decision;
import io.udpscope.model.Failure;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Rule;
import io.udpscope.model.Verdict;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** An account as text for people, whole lines. */
final class AccountText {
  private static final int ROW = 16;

  private final Account account;
  private final Explanation explanation;
  private final String arrow;
  private final StringBuilder text = new StringBuilder();

  private AccountText(Account account, boolean ascii) {
    this.account = account;
    this.explanation = account.explanation();
    this.arrow = ascii ? " -> " : " → ";
  }

  static String of(Account account, boolean ascii) {
    AccountText text = new AccountText(account, ascii);
    text.heading();
    text.decision();
    text.refusals();
    text.fate();
    text.changes();
    return text.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void heading() {
    String packet = account.source().orElse("?") + arrow + account.destination().orElse("?");
    int length = explanation.before().length;
    line(explanation.interfaceName() + ": " + packet + ", frame of " + length + " bytes");
    line("hook " + explanation.hook().word() + ", generation " + explanation.generation());
  }

  private void decision() {
    switch (explanation.outcome()) {
      case MATCHED -> line(decided(explanation.decision().orElseThrow()));
      case UNMATCHED -> line("no rule matches it");
      case FRAGMENT -> line("it is a fragment, which carries no ports to match on");
      case MALFORMED -> line("a header of it lies or is cut off; the kernel refuses it itself");
      case OTHER -> line("it is not UDP over IPv4 or IPv6");
    }
  }

  private String decided(Decision decision) {
    if (decision.position().isEmpty()) {
      return "it is answered for a client of a rule that is gone";
    }
    int position = decision.position().getAsInt();
    return decision.answer()
        ? "it is an answer to a client of rule " + rule(position) + ", before any rule is looked at"
        : "rule " + rule(position) + " decides";
  }

  /** {@code 2 dns}, as the screen numbers them. */
  private String rule(int position) {
    return position + 1 + account.ruleName(position).map(name -> " " + name).orElse("");
  }

  private void refusals() {
    for (Refused refused : account.refused()) {
      line("  not " + rule(refused.position()) + ": " + String.join("; ", refused.reasons()));
    }
  }

  private void fate() {
    Verdict verdict = explanation.verdict();
    line("verdict " + verdict.word() + explanation.target().map(this::target).orElse(""));
    if (explanation.failure() != Failure.NO_FAILURE) {
      Failure failure = explanation.failure();
      line("failure " + failure.word() + ": " + failure.explanation());
    }
    account
        .rule()
        .map(Rule::capture)
        .filter(capture -> !capture.isDefault())
        .ifPresent(capture -> line("capture " + capture));
  }

  private String target(ChosenTarget target) {
    String port = target.port() == 0 ? "" : ":" + target.port();
    String address = target.address().toString();
    String endpoint = target.address().isIpv6() ? "[" + address + "]" : address;
    String mac = target.nextHop().mac().map(MacAddress::toString).map(" "::concat).orElse("");
    String way = target.nextHop().interfaceName().map(name -> " by " + name + mac).orElse("");
    String state = target.nextHop().state().word();
    return ", target " + endpoint + port + " (next hop " + state + way + ")";
  }

  private void changes() {
    dump("before", explanation.before());
    if (explanation.verdict() == Verdict.RELAYED) {
      line("after: its payload, in a datagram that a socket of this host sends");
      return;
    }
    if (explanation.verdict() == Verdict.DROPPED) {
      return;
    }
    if (Arrays.equals(explanation.before(), explanation.after())) {
      line("after: the same bytes");
      return;
    }
    dump("after", explanation.after());
    List<Change> changes = account.changes();
    line("changed");
    for (Change change : changes) {
      String from = change.before().orElse("none");
      line("  " + change.field() + " " + from + arrow + change.after().orElse("none"));
    }
  }

  /** {@code 0000 02 42 … .B…}. */
  private void dump(String title, byte[] bytes) {
    line(title + " (" + bytes.length + " bytes)");
    HexFormat hex = HexFormat.ofDelimiter(" ");
    for (int row = 0; row < bytes.length; row += ROW) {
      int end = Math.min(bytes.length, row + ROW);
      StringBuilder letters = new StringBuilder();
      for (int i = row; i < end; i++) {
        letters.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '.');
      }
      String digits = hex.formatHex(bytes, row, end);
      String pad = " ".repeat(3 * ROW - 1 - digits.length());
      line("  " + HexFormat.of().toHexDigits((short) row) + "  " + digits + pad + "  " + letters);
    }
  }
}

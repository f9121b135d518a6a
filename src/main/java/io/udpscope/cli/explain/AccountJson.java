package io.udpscope.cli.explain;

import io.udpscope.cli.explain.Account.Refused;
import io.udpscope.cli.explain.FrameFields.Change;
import io.udpscope.config.JsonText;
import io.udpscope.config.RulesText;
import io.udpscope.datapath.Explanation;
import io.udpscope.datapath.Explanation.ChosenTarget;
import io.udpscope.model.Failure;
import io.udpscope.model.MacAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An account as a JSON object on one line. Keys whose value is unknown are absent. */
final class AccountJson {
  private AccountJson() {}

  static String of(Account account) {
    Explanation explanation = account.explanation();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("interface", explanation.interfaceName());
    tree.put("hook", explanation.hook().word());
    tree.put("generation", explanation.generation());
    account.source().ifPresent(source -> tree.put("src", source));
    account.destination().ifPresent(destination -> tree.put("dst", destination));
    tree.put("outcome", explanation.outcome().name().toLowerCase(Locale.ROOT));
    explanation
        .decision()
        .ifPresent(
            decision -> {
              decision.position().ifPresent(position -> putRule(tree, account, position));
              tree.put("answer", decision.answer());
            });
    tree.put("refusals", refusals(account));
    tree.put("verdict", explanation.verdict().word());
    if (explanation.failure() != Failure.NO_FAILURE) {
      tree.put("failure", explanation.failure().word());
    }
    account
        .rule()
        .map(rule -> RulesText.fields(rule).get("capture"))
        .ifPresent(capture -> tree.put("capture", capture));
    explanation.target().ifPresent(target -> tree.put("target", target(target)));
    tree.put("changes", changes(account.changes()));
    tree.put("before", HexFormat.of().formatHex(explanation.before()));
    tree.put("after", HexFormat.of().formatHex(explanation.after()));
    return JsonText.of(tree);
  }

  /** Positions count from 1, as on the screen. */
  private static void putRule(Map<String, Object> tree, Account account, int position) {
    account.ruleName(position).ifPresent(name -> tree.put("rule", name));
    tree.put("position", position + 1);
  }

  private static List<Object> refusals(Account account) {
    List<Object> list = new ArrayList<>();
    for (Refused refused : account.refused()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      putRule(tree, account, refused.position());
      tree.put("reasons", refused.reasons());
      list.add(tree);
    }
    return list;
  }

  private static Map<String, Object> target(ChosenTarget target) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("address", target.address().toString());
    if (target.port() != 0) {
      tree.put("port", target.port());
    }
    tree.put("nextHop", target.nextHop().state().word());
    target.nextHop().interfaceName().ifPresent(name -> tree.put("interface", name));
    target.nextHop().mac().map(MacAddress::toString).ifPresent(mac -> tree.put("mac", mac));
    return tree;
  }

  private static List<Object> changes(List<Change> changes) {
    List<Object> list = new ArrayList<>();
    for (Change change : changes) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("field", change.field());
      change.before().ifPresent(value -> tree.put("before", value));
      change.after().ifPresent(value -> tree.put("after", value));
      list.add(tree);
    }
    return list;
  }
}

package io.udpscope.app.change;

import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule as the options of a command line that make it: {@code -p 5005-5010:6005 --drop}, quoted
 * for a shell. The rule's name is not among them, nor is {@link #unsaid}.
 */
public final class RuleArguments {
  private final List<String> words = new ArrayList<>();

  private RuleArguments() {}

  public static String of(Rule rule) {
    RuleArguments arguments = new RuleArguments();
    arguments.match(rule);
    if (rule.action() == Action.DROP) {
      arguments.words.add("--drop");
    }
    rule.forward().ifPresent(arguments::forward);
    return String.join(" ", arguments.words);
  }

  /** What of the rule only a file of rules can say: {@code its interface}. */
  public static List<String> unsaid(Rule rule) {
    List<String> parts = new ArrayList<>();
    rule.match().interfaceName().ifPresent(name -> parts.add("its interface"));
    if (!rule.capture().isDefault()) {
      parts.add("what is captured of its packets");
    }
    rule.forward().ifPresent(forward -> unsaid(forward, parts));
    return parts;
  }

  private static void unsaid(Forward forward, List<String> parts) {
    if (forward.targets().stream().anyMatch(Target::down)) {
      parts.add("that targets are down");
    }
    if (forward.targets().stream().anyMatch(target -> target.interfaceName().isPresent())) {
      parts.add("its targets' interfaces");
    }
    if (!forward.replyPorts().equals(Forward.DEFAULT_REPLY_PORTS)
        || forward.idleSeconds() != Forward.DEFAULT_IDLE_SECONDS) {
      parts.add("its reply ports and idle time");
    }
  }

  private void match(Rule rule) {
    Match match = rule.match();
    PortRange ports = match.ports();
    String numbers =
        ports.first() == ports.last() ? ports.toString() : ports.first() + "-" + ports.last();
    if (rule.translate().isPresent()) {
      add("-p", numbers + ":" + rule.translate().getAsInt());
    } else if (!ports.equals(PortRange.ANY)) {
      add("-p", numbers);
    }
    match.source().ifPresent(prefix -> add("--src", prefix.toString()));
    match.destination().map(Prefix::toString).ifPresent(prefix -> add("--dst", prefix));
  }

  private void forward(Forward forward) {
    for (Target target : forward.targets()) {
      boolean bare = target.port() == 0 && target.host().indexOf(':') >= 0;
      String endpoint = bare ? "[" + target.host() + "]" : target.endpoint();
      add("--to", endpoint + (target.weight() == 1 ? "" : "*" + target.weight()));
    }
    add("--strategy", forward.strategy().word());
    if (forward.path() != Path.AUTO) {
      add("--path", forward.path().word());
    }
    add("--source", forward.source().toString());
    if (forward.replies()) {
      words.add("--replies");
    }
  }

  private void add(String option, String value) {
    words.add(option);
    words.add(value.matches("[0-9A-Za-z.:/_-]+") ? value : "'" + value + "'");
  }
}

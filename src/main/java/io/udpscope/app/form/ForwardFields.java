package io.udpscope.app.form;

import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lines of a form that say where a rule's packets go: a line a target and an empty one for the
 * next, then how they go there.
 *
 * @param forward as it was when the form was opened
 * @param from the form's first line of these
 * @param behind lines of the form that stand behind these
 */
public record ForwardFields(Optional<Forward> forward, int from, int behind) {
  private static final int STRATEGY = 0;
  private static final int PATH = 1;
  private static final int SOURCE = 2;
  private static final int REPLIES = 3;
  private static final int REPLY_PORTS = 4;
  private static final int IDLE = 5;

  /** Fields behind the targets. */
  private static final int OTHERS = 6;

  private static final String TARGET = "target";

  private static final List<String> STRATEGY_MEANINGS =
      List.of(
          "a client's flows go to one target",
          "each flow goes to one target",
          "a packet each, in turn",
          "a copy to each, by the relay");

  private static final List<String> PATH_MEANINGS =
      List.of(
          "in the kernel where it can, else by the relay",
          "rewritten and sent in the kernel",
          "by a socket of this program");

  /** The path of a target's field in the config file. */
  private static final Pattern TARGET_FIELD = Pattern.compile("forward\\.targets\\[(\\d+)]");

  /** As the forward is now. */
  List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (Target target : forward.map(Forward::targets).orElse(List.of())) {
      fields.add(line(TargetText.of(target)));
    }
    Strategy strategy = forward.map(Forward::strategy).orElse(Strategy.SOURCE_IP);
    fields.add(
        Field.Choice.of("strategy", strategies(), strategy.word()).meaning(STRATEGY_MEANINGS));
    Path path = forward.map(Forward::path).orElse(Path.AUTO);
    fields.add(Field.Choice.of("path", paths(), path.word()).meaning(PATH_MEANINGS));
    String source = forward.map(one -> one.source().toString()).orElse("");
    fields.add(Field.Text.of(from == 0 ? "source" : "new source", source, ""));
    boolean replies = forward.map(Forward::replies).orElse(false);
    fields.add(Field.Choice.of("replies", List.of("no", "yes"), replies ? "yes" : "no"));
    PortRange ports = forward.map(Forward::replyPorts).orElse(Forward.DEFAULT_REPLY_PORTS);
    fields.add(
        Field.Text.of("reply ports", ports.toString(), Forward.DEFAULT_REPLY_PORTS.toString()));
    int idle = forward.map(Forward::idleSeconds).orElse(Forward.DEFAULT_IDLE_SECONDS);
    String usual = Integer.toString(Forward.DEFAULT_IDLE_SECONDS);
    fields.add(Field.Text.of("idle seconds", Integer.toString(idle), usual));
    return fields;
  }

  private static Field.Text line(String value) {
    return Field.Text.of(TARGET, value, TargetText.FORM + "; empty: none");
  }

  private static List<String> strategies() {
    return Stream.of(Strategy.values()).map(Strategy::word).toList();
  }

  private static List<String> paths() {
    return Stream.of(Path.values()).map(Path::word).toList();
  }

  /** Where the fields begin that stand behind the targets. */
  private int others(List<Field> typed) {
    return typed.size() - behind - OTHERS;
  }

  /** Behind the last target there is one empty line; and what no source means is said. */
  List<Field> completed(List<Field> typed) {
    List<Field> fields = new ArrayList<>(typed);
    int targets = others(fields);
    if (targets == from || !fields.get(targets - 1).value().isBlank()) {
      fields.add(targets++, line(""));
    }
    while (targets > from + 1 && isBlank(fields, targets - 1) && isBlank(fields, targets - 2)) {
      fields.remove(--targets);
    }
    int source = targets + SOURCE;
    if (fields.get(source) instanceof Field.Text text) {
      fields.set(source, text.withHint(sourceHint(usualSource(fields))));
    }
    return fields;
  }

  private static String sourceHint(Source usual) {
    Source other = usual.equals(Source.KEEP) ? Source.MASQUERADE : Source.KEEP;
    return "empty: " + usual + "; or " + other + ", or an address of ours";
  }

  /** What the source is where nothing is said of it. */
  private Source usualSource(List<Field> typed) {
    int others = others(typed);
    List<Target> targets = targets(typed);
    return Forward.defaultSource(strategy(typed, others), path(typed, others), resolved(targets));
  }

  /** Whether the relay sends to the target in a line of the form, by what can be known of it. */
  public boolean isRelayed(List<Field> typed, int field) {
    int others = others(typed);
    Path path = path(typed, others);
    return path == Path.RELAY
        || path == Path.AUTO && strategy(typed, others) == Strategy.ALL
        || path == Path.AUTO && target(typed, field).map(Target::isLoopback).orElse(false);
  }

  /** Whether a line of the form is one for a target. */
  public boolean isTarget(List<Field> typed, int field) {
    return field >= from && field < others(typed);
  }

  /** Those that can be told from what is typed. */
  public List<Target> targets(List<Field> typed) {
    List<Target> targets = new ArrayList<>();
    for (int i = from; i < others(typed); i++) {
      target(typed, i).ifPresent(targets::add);
    }
    return targets;
  }

  private static Strategy strategy(List<Field> typed, int from) {
    return Strategy.of(typed.get(from + STRATEGY).value());
  }

  private static Path path(List<Field> typed, int from) {
    return Path.valueOf(typed.get(from + PATH).value().toUpperCase(Locale.ROOT));
  }

  private static boolean isBlank(List<Field> fields, int at) {
    return fields.get(at).value().isBlank();
  }

  /** The target in a line of the form, where there is one. */
  public Optional<Target> target(List<Field> typed, int field) {
    if (!isTarget(typed, field) || isBlank(typed, field)) {
      return Optional.empty();
    }
    try {
      return Optional.of(TargetText.parse(field, typed.get(field).value()));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  /**
   * The forward that is typed; empty if there is no target.
   *
   * @param rule all else of the rule, which the forward must go with
   * @throws Refusal if a field does not hold what it must
   */
  Optional<Forward> read(List<Field> typed, Rule rule) throws Refusal {
    int others = others(typed);
    List<Target> targets = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    List<String> endpoints = new ArrayList<>();
    for (int i = from; i < others; i++) {
      if (isBlank(typed, i)) {
        continue;
      }
      Target target = TargetText.parse(i, typed.get(i).value());
      if (endpoints.contains(target.endpoint())) {
        throw new Refusal(i, "this target is there already");
      }
      if (targets.size() == Forward.MAX_TARGETS) {
        throw new Refusal(i, "a forward has " + Forward.MAX_TARGETS + " targets at most");
      }
      endpoints.add(target.endpoint());
      targets.add(target);
      lines.add(i);
    }
    if (targets.isEmpty()) {
      return Optional.empty();
    }
    Forward read = forward(typed, others, resolved(targets));
    review(rule.withForward(Optional.of(read)), lines, others);
    return Optional.of(read);
  }

  /** What only shows where all of the rule is known, put beside the line that it is about. */
  private static void review(Rule changed, List<Integer> lines, int others) throws Refusal {
    for (RuleSetReview.Finding finding : RuleSetReview.of(List.of(changed), Set.of())) {
      if (finding.error() && finding.field().startsWith("forward")) {
        throw new Refusal(line(finding.field(), lines, others), finding.reason());
      }
    }
  }

  private static int line(String field, List<Integer> lines, int others) {
    Matcher target = TARGET_FIELD.matcher(field);
    if (target.lookingAt()) {
      return lines.get(Integer.parseInt(target.group(1)));
    }
    return others + (field.equals("forward.path") ? PATH : SOURCE);
  }

  /** A name that was resolved before need not wait for it again. */
  private List<Target> resolved(List<Target> targets) {
    List<Target> known = forward.map(Forward::targets).orElse(List.of());
    List<Target> resolved = new ArrayList<>();
    for (Target target : targets) {
      Optional<IpAddress> before =
          known.stream()
              .filter(one -> one.host().equals(target.host()))
              .findFirst()
              .flatMap(Target::address);
      resolved.add(target.address().isPresent() ? target : target.withAddress(before));
    }
    return resolved;
  }

  private static Forward forward(List<Field> typed, int from, List<Target> targets) throws Refusal {
    Strategy strategy = strategy(typed, from);
    Path path = path(typed, from);
    String typedSource = typed.get(from + SOURCE).value().strip();
    Source source =
        typedSource.isEmpty()
            ? Forward.defaultSource(strategy, path, targets)
            : source(from + SOURCE, typedSource);
    boolean replies = typed.get(from + REPLIES).value().equals("yes");
    String ports = typed.get(from + REPLY_PORTS).value().strip();
    PortRange replyPorts =
        ports.isEmpty() ? Forward.DEFAULT_REPLY_PORTS : FieldText.ports(from + REPLY_PORTS, ports);
    if (replyPorts.first() == 0) {
      throw new Refusal(from + REPLY_PORTS, "reply ports begin at 1");
    }
    int idle = idleSeconds(from + IDLE, typed.get(from + IDLE).value().strip());
    return new Forward(strategy, path, source, replies, replyPorts, idle, targets);
  }

  private static Source source(int field, String text) throws Refusal {
    if (text.equals(Source.KEEP.toString())) {
      return Source.KEEP;
    }
    if (text.equals(Source.MASQUERADE.toString())) {
      return Source.MASQUERADE;
    }
    try {
      return Source.address(IpAddress.parse(text));
    } catch (IllegalArgumentException e) {
      throw new Refusal(field, "keep, masquerade, or an address of ours");
    }
  }

  private static int idleSeconds(int field, String text) throws Refusal {
    if (text.isEmpty()) {
      return Forward.DEFAULT_IDLE_SECONDS;
    }
    String form = "1 to " + Forward.MAX_IDLE_SECONDS + " seconds";
    int seconds = FieldText.number(field, text, form);
    if (seconds < 1 || seconds > Forward.MAX_IDLE_SECONDS) {
      throw new Refusal(field, form);
    }
    return seconds;
  }
}

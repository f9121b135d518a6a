package io.udpscope.cli.option;

import io.udpscope.app.ThemeName;
import io.udpscope.cli.output.OutputFormat;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Path;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What a shell can offer in the place of a value.
 *
 * @param words only with {@link Kind#WORDS}
 */
record Offer(Kind kind, List<String> words) {
  enum Kind {
    /** It is one of a few words. */
    WORDS,
    FILES,
    /** Names of interfaces, with commas between them. */
    INTERFACES,
    /** It cannot be known. */
    NOTHING
  }

  static final Offer FILES = new Offer(Kind.FILES, List.of());
  static final Offer INTERFACES = new Offer(Kind.INTERFACES, List.of());
  static final Offer NOTHING = new Offer(Kind.NOTHING, List.of());

  /** For the value of an option that has one. */
  static Offer of(Command command, OptionTable option) {
    return switch (option) {
      case HOOK -> words(HookChoice.values(), HookChoice::word);
      case DIRECTION -> words(DirectionChoice.values(), DirectionChoice::word);
      case STRATEGY -> words(Strategy.values(), Strategy::word);
      case PATH -> words(Path.values(), Path::word);
      case SOURCE -> words(new Source[] {Source.KEEP, Source.MASQUERADE}, Source::toString);
      case THEME -> words(ThemeName.values(), ThemeName::word);
      case OUTPUT ->
          command == Command.RUN ? TEXT_OR_JSON : words(OutputFormat.values(), OutputFormat::word);
      case EXPLAIN_OUTPUT -> TEXT_OR_JSON;
      case RULES_OUTPUT -> new Offer(Kind.WORDS, List.of("yaml", "json"));
      case CONFIRM -> new Offer(Kind.WORDS, List.of("off"));
      default -> "FILE".equals(option.label) ? FILES : NOTHING;
    };
  }

  private static final Offer TEXT_OR_JSON =
      words(new OutputFormat[] {OutputFormat.TEXT, OutputFormat.JSON}, OutputFormat::word);

  /** For what stands behind a command's word. */
  static Offer of(Command command) {
    if (command.takesInterfaces()) {
      return INTERFACES;
    }
    return command.operands.startsWith("FILE") ? FILES : NOTHING;
  }

  private static <T> Offer words(T[] values, Function<T, String> word) {
    return new Offer(Kind.WORDS, Arrays.stream(values).map(word).toList());
  }
}

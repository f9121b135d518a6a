package io.udpscope.cli.option;

import io.udpscope.app.ThemeName;
import io.udpscope.capture.NewFile;
import io.udpscope.capture.PacketStore;
import io.udpscope.capture.Rotation;
import io.udpscope.cli.demo.DemoNetwork;
import io.udpscope.cli.output.OutputFormat;
import io.udpscope.cli.output.RecordingOptions;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.bpf.BpfDatapath;
import io.udpscope.datapath.bpf.HookChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns arguments into {@link Options}, or into the one line that says what is wrong with them. */
public final class CommandLineReader {
  private static final Duration DEFAULT_CONFIRM = Duration.ofSeconds(60);

  /** What makes rules, and so has nothing to say where a file brings them. */
  private static final List<OptionTable> RULE_OPTIONS =
      List.of(
          OptionTable.PORT,
          OptionTable.SRC,
          OptionTable.DST,
          OptionTable.DROP,
          OptionTable.PASS,
          OptionTable.TO,
          OptionTable.STRATEGY,
          OptionTable.PATH,
          OptionTable.SOURCE,
          OptionTable.REPLIES);

  private final Command command;
  private final ParseResult result;
  private final Map<String, String> environment;

  private CommandLineReader(Command command, ParseResult result, Map<String, String> environment) {
    this.command = command;
    this.result = result;
    this.environment = environment;
  }

  /**
   * Reads the arguments behind the command's word.
   *
   * @throws UsageException if something is wrong with them
   */
  public static CommandLineReader read(
      Command command, List<String> arguments, Map<String, String> environment) {
    CommandLine parser = new CommandLine(specification(command));
    parser.setOverwrittenOptionsAllowed(false).setExpandAtFiles(false);
    try {
      ParseResult result = parser.parseArgs(arguments.toArray(new String[0]));
      return new CommandLineReader(command, result, environment);
    } catch (ParameterException e) {
      throw new UsageException(explain(e));
    }
  }

  /** Built by hand: reading annotations would cost every start some tens of milliseconds more. */
  private static CommandSpec specification(Command command) {
    CommandSpec specification = CommandSpec.create().name("udpscope");
    for (OptionTable option : OptionTable.values()) {
      if (option.appliesTo(command)) {
        OptionSpec.Builder builder = OptionSpec.builder(option.names().toArray(new String[0]));
        if (option.isRepeatable()) {
          builder.type(List.class).auxiliaryTypes(String.class).arity("1");
        } else if (option.label != null) {
          builder.type(String.class).arity("1");
        } else {
          builder.type(boolean.class).arity("0");
        }
        specification.addOption(builder.build());
      }
    }
    return specification.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
  }

  private static String explain(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String argument = unmatched.getUnmatched().get(0);
      return argument + ": there is no such option here";
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return name(missing.getMissing().get(0)) + ": a value is missing";
    }
    if (e instanceof OverwrittenOptionException overwritten) {
      return name(overwritten.getOverwritten()) + ": given twice";
    }
    return e.getMessage().lines().findFirst().orElse("the command line cannot be read");
  }

  private static String name(CommandLine.Model.ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.names()[0] : "IFACE";
  }

  public boolean has(OptionTable option) {
    return option.appliesTo(command) && result.hasMatchedOption(option.key());
  }

  public Optional<String> text(OptionTable option) {
    return has(option)
        ? Optional.of(result.matchedOptionValue(option.key(), ""))
        : Optional.empty();
  }

  /**
   * Judges every value.
   *
   * @throws UsageException for the first one that is wrong
   */
  public Options options() {
    if (has(OptionTable.DROP) && has(OptionTable.PASS)) {
      throw new UsageException("--drop and --pass: a rule does one of them");
    }
    if (has(OptionTable.DROP) && has(OptionTable.READ_ONLY)) {
      throw new UsageException("--drop and --read-only: dropping changes traffic");
    }
    OptionalLong count = number(OptionTable.COUNT);
    var duration = text(OptionTable.DURATION).map(Values::seconds);
    OptionalLong expect = number(OptionTable.EXPECT);
    if (expect.isPresent() && duration.isEmpty()) {
      throw new UsageException("--expect " + expect.getAsLong() + ": --duration is missing");
    }
    List<String> interfaces = interfaces();
    RuleOrigin origin = rules();
    if (has(OptionTable.READ_ONLY)) {
      RuleCheck.readOnly(origin);
    }
    ScreenSettings screen =
        command.drawsScreen() ? ScreenSettings.read(environment, origin) : ScreenSettings.STANDARD;
    return new Options(
        command,
        interfaces,
        origin,
        text(OptionTable.HOOK).map(Values::hook).orElse(HookChoice.AUTO),
        text(OptionTable.DIRECTION).map(Values::direction),
        snaplen(),
        bufferBytes(),
        has(OptionTable.READ_ONLY),
        text(OptionTable.CONFIRM)
            .map(Values::confirm)
            .or(screen::confirm)
            .orElse(Optional.of(DEFAULT_CONFIRM)),
        recording(),
        format(),
        has(OptionTable.HEX_DUMP),
        count,
        duration,
        expect,
        hasColor(),
        theme(),
        screen,
        has(OptionTable.ASCII));
  }

  /** Of a file, all that it has, unless less is asked for. */
  int snaplen() {
    int usual = command == Command.READ ? TapOptions.MAX_SNAPLEN : TapOptions.DEFAULT_SNAPLEN;
    return text(OptionTable.SNAPLEN).map(Values::snaplen).orElse(usual);
  }

  int bufferBytes() {
    return text(OptionTable.BUFFER).map(Values::bufferBytes).orElse(PacketStore.DEFAULT_BYTES);
  }

  boolean hasColor() {
    return !has(OptionTable.NO_COLOR) && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  Map<String, String> environment() {
    return environment;
  }

  Optional<ThemeName> theme() {
    Optional<ThemeName> theme = text(OptionTable.THEME).map(Values::theme);
    return has(OptionTable.NO_COLOR) ? Optional.of(ThemeName.MONO) : theme;
  }

  private RuleOrigin rules() {
    Optional<String> file = text(OptionTable.CONFIG);
    if (file.isEmpty()) {
      if (command == Command.RUN && !has(OptionTable.PORT)) {
        throw new UsageException("run: neither -p nor -c says what it is to do");
      }
      return new RuleOptions(given());
    }
    for (OptionTable option : RULE_OPTIONS) {
      if (has(option)) {
        throw new UsageException(
            option.key() + " and -c " + file.get() + ": the rules come from one of them");
      }
    }
    return RuleFile.ofOption(file.get());
  }

  private RuleOptions.Given given() {
    List<String> unless = command == Command.DEMO ? DemoNetwork.PORTS : List.of();
    return new RuleOptions.Given(
        result.matchedOptionValue(OptionTable.PORT.key(), unless),
        text(OptionTable.SRC),
        text(OptionTable.DST),
        has(OptionTable.DROP),
        result.matchedOptionValue(OptionTable.TO.key(), List.of()),
        text(OptionTable.STRATEGY),
        text(OptionTable.PATH),
        text(OptionTable.SOURCE),
        has(OptionTable.REPLIES));
  }

  OptionalLong number(OptionTable option) {
    Optional<String> value = text(option);
    return value.isPresent()
        ? OptionalLong.of(Values.count(option.names().get(option.names().size() - 1), value.get()))
        : OptionalLong.empty();
  }

  /** For {@code test}, {@code -w -} is another way to say {@code -o pcapng}. */
  Optional<RecordingOptions> recording() {
    Optional<String> file = text(OptionTable.WRITE);
    boolean toOutput = file.filter("-"::equals).isPresent();
    if (toOutput && command.drawsScreen()) {
      throw new UsageException(
          "-w -: the live session draws on standard output (udpscope test -w - writes there)");
    }
    Optional<Path> path = file.filter(name -> !name.equals("-")).map(Values::file);
    Rotation rotation = rotation(path.isPresent());
    Optional<NewFile.Owner> owner = NewFile.Owner.of(environment);
    return path.map(one -> new RecordingOptions(one, rotation, snaplen(), owner));
  }

  /**
   * @param intoFile there is something to rotate
   */
  private Rotation rotation(boolean intoFile) {
    List<String> given = result.matchedOptionValue(OptionTable.ROTATE.key(), List.of());
    if (!given.isEmpty() && !intoFile) {
      throw new UsageException("--rotate " + given.get(0) + ": -w FILE is missing");
    }
    Optional<String> files = text(OptionTable.FILES);
    if (files.isPresent() && given.isEmpty()) {
      throw new UsageException("--files " + files.get() + ": --rotate is missing");
    }
    return RotationText.read(given, files);
  }

  private OutputFormat format() {
    return givenFormat().orElse(OutputFormat.TEXT);
  }

  Optional<OutputFormat> givenFormat() {
    boolean toOutput = text(OptionTable.WRITE).filter("-"::equals).isPresent();
    Optional<OutputFormat> format =
        text(OptionTable.OUTPUT).map(command == Command.RUN ? Values::textOrJson : Values::format);
    if (toOutput && format.filter(f -> f != OutputFormat.PCAPNG).isPresent()) {
      throw new UsageException(
          "-w - and -o " + format.get().word() + ": both write to standard output");
    }
    return toOutput ? Optional.of(OutputFormat.PCAPNG) : format;
  }

  /** What stands on the line besides options. */
  public List<String> operands() {
    return result.matchedPositionalValue(0, List.of());
  }

  public Command command() {
    return command;
  }

  List<String> interfaces() {
    List<String> arguments = operands();
    if (!command.takesInterfaces()) {
      if (!arguments.isEmpty()) {
        throw new UsageException(
            arguments.get(0) + ": " + command.word() + " makes its own interfaces");
      }
      return List.of();
    }
    if (arguments.isEmpty()) {
      throw new UsageException("no interface is named; ip link lists them");
    }
    if (arguments.size() > 1) {
      String first = arguments.get(0);
      throw new UsageException(
          String.join(" ", arguments)
              + (command == Command.LIVE ? ": no command is called " + first + ", and" : ":")
              + " several interfaces are written with commas");
    }
    List<String> interfaces = new ArrayList<>();
    for (String name : arguments.get(0).split(",", -1)) {
      if (name.isEmpty() || interfaces.contains(name)) {
        throw new UsageException(
            arguments.get(0) + (name.isEmpty() ? ": an empty name" : ": " + name + " comes twice"));
      }
      interfaces.add(name);
    }
    if (interfaces.size() > BpfDatapath.MAX_INTERFACES) {
      throw new UsageException(
          arguments.get(0) + ": more than " + BpfDatapath.MAX_INTERFACES + " interfaces");
    }
    return List.copyOf(interfaces);
  }
}

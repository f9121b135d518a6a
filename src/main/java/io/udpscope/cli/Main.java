package io.udpscope.cli;

import io.udpscope.capture.file.CaptureFileException;
import io.udpscope.cli.explain.Explainer;
import io.udpscope.cli.explain.Question;
import io.udpscope.cli.option.Command;
import io.udpscope.cli.option.CommandLineReader;
import io.udpscope.cli.option.ExitCode;
import io.udpscope.cli.option.ExplainOptions;
import io.udpscope.cli.option.ExplainReader;
import io.udpscope.cli.option.HelpText;
import io.udpscope.cli.option.OptionTable;
import io.udpscope.cli.option.Options;
import io.udpscope.cli.option.ReadOptions;
import io.udpscope.cli.option.ReadReader;
import io.udpscope.cli.option.UsageException;
import io.udpscope.cli.option.WrongRulesException;
import io.udpscope.cli.output.ByteText;
import io.udpscope.cli.output.OutputFormat;
import io.udpscope.cli.output.Recording;
import io.udpscope.cli.output.StandardOutput;
import io.udpscope.cli.output.Version;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.NetlinkException;
import io.udpscope.ffi.NoMemoryException;
import io.udpscope.model.PlainText;
import io.udpscope.ui.terminal.NoTerminalException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** The command line's entry. */
public final class Main {
  private final OutputStream out;
  private final PrintStream err;
  private final OrderlyEnd end;
  private final OperatorSignals signals;

  /**
   * @param signals of the process; only {@code run} takes them
   */
  Main(OutputStream out, PrintStream err, OrderlyEnd end, OperatorSignals signals) {
    this.out = out;
    this.err = err;
    this.end = end;
    this.signals = signals;
  }

  public static void main(String[] arguments) {
    OrderlyEnd end = OrderlyEnd.onSignals();
    OperatorSignals signals = new OperatorSignals(JvmSignals::handle);
    Main main = new Main(new StandardOutput(), System.err, end, signals);
    end.exit(main.run(Arrays.asList(arguments)));
  }

  /** Everything that goes wrong becomes one line and an exit code here. */
  int run(List<String> arguments) {
    try {
      return dispatch(arguments);
    } catch (WrongRulesException e) {
      e.lines().subList(0, e.lines().size() - 1).forEach(this::complain);
      return failure(arguments, e, e.lines().get(e.lines().size() - 1), ExitCode.USAGE);
    } catch (UsageException e) {
      return failure(arguments, e, e.getMessage() + "; see udpscope --help", ExitCode.USAGE);
    } catch (DatapathException | NetlinkException e) {
      return failure(arguments, e, e.getMessage(), ExitCode.NOT_PERMITTED);
    } catch (NoMemoryException e) {
      String message = e.getMessage() + "; ask for less with --buffer";
      return failure(arguments, e, message, ExitCode.NOT_PERMITTED);
    } catch (FailedException e) {
      return failure(arguments, e, e.getMessage(), ExitCode.FAILED);
    } catch (NoTerminalException e) {
      return failure(arguments, e, e.getMessage(), ExitCode.USAGE);
    } catch (Recording.WriteException e) {
      return failure(arguments, e, "cannot write " + e.getMessage(), ExitCode.FAILED);
    } catch (StandardOutput.ClosedException e) {
      return ExitCode.DONE;
    } catch (IOException e) {
      String message = "cannot write standard output: " + e.getMessage();
      return failure(arguments, e, message, ExitCode.FAILED);
    } catch (UncheckedIOException e) {
      String message = "cannot write " + e.getCause().getMessage(); // the live session's file
      return failure(arguments, e, message, ExitCode.FAILED);
    } catch (RuntimeException | LinkageError e) {
      String message = "this should not have happened: " + e + "; --debug shows where";
      return failure(arguments, e, message, ExitCode.FAILED);
    }
  }

  private int failure(List<String> arguments, Throwable cause, String message, int code) {
    complain(message);
    if (arguments.contains("--debug")) {
      cause.printStackTrace(err);
    }
    return code;
  }

  private void complain(String message) {
    err.println("udpscope: " + PlainText.of(message));
  }

  private int dispatch(List<String> arguments) throws IOException {
    Command named = Command.named(arguments);
    if (named == null) {
      refuseHalf(arguments);
    }
    Command command = named == null ? Command.LIVE : named;
    int words = named == null ? 0 : named.words().size();
    List<String> rest = arguments.subList(words, arguments.size());
    CommandLineReader line = CommandLineReader.read(command, rest, System.getenv());
    if (line.has(OptionTable.HELP)) {
      print(named == null ? HelpText.overview() : HelpText.of(command));
      return ExitCode.DONE;
    }
    if (line.has(OptionTable.VERSION)) {
      print("udpscope " + Version.text() + "\n");
      return ExitCode.DONE;
    }
    if (Command.OF_RULES.contains(command)) {
      return new RulesCommand(line, err).run(this::print);
    }
    if (command == Command.READ) {
      return read(line);
    }
    if (command == Command.EXPLAIN) {
      return explain(new ExplainReader(line).options());
    }
    Options options = line.options();
    return switch (command) {
      case TEST -> inSession(options, (session, reload) -> new TestCommand(options, session).run());
      case LIVE -> new LiveCommand(options, err, System.getenv()).run();
      case RUN -> run(options);
      case EXPLAIN, READ, RULES_CHECK, RULES_EXPORT, RULES_IMPORT ->
          throw new IllegalStateException("it has options of its own");
      case DEMO -> new LiveCommand(options, err, System.getenv()).runDemo();
    };
  }

  /**
   * @throws UsageException if they begin with the first word alone of commands of two
   */
  private static void refuseHalf(List<String> arguments) {
    List<String> seconds =
        Command.ALL.stream()
            .filter(one -> one.words().size() > 1 && arguments.indexOf(one.words().get(0)) == 0)
            .map(one -> one.words().get(1))
            .toList();
    if (!seconds.isEmpty()) {
      throw new UsageException(arguments.get(0) + ": one of " + String.join(", ", seconds));
    }
  }

  private void print(String text) throws IOException {
    ByteText bytes = new ByteText();
    bytes.append(text).drainTo(out);
  }

  private int read(CommandLineReader line) throws IOException {
    ReadOptions options = new ReadReader(line).options();
    try {
      return new ReadCommand(options, out, err, end).run();
    } catch (CaptureFileException e) {
      throw new FailedException(options.name() + ": " + e.getMessage(), e);
    } finally {
      end.onRequest(() -> {});
    }
  }

  private int explain(ExplainOptions options) throws IOException {
    try {
      String name = options.interfaceName();
      boolean json = options.format() == OutputFormat.JSON;
      print(Explainer.explain(name, options.question(), json, options.ascii()));
      return ExitCode.DONE;
    } catch (Question.NoSuchPacketException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private int run(Options options) throws IOException {
    signals.take();
    ServiceNotices notices = new ServiceNotices(System.getenv(), err);
    return inSession(
        options,
        (session, reload) -> {
          RunRequests requests = new RunRequests(signals, reload, notices, err);
          return run(new RunCommand(options, session, requests, notices), session.datapath());
        });
  }

  private int run(RunCommand command, Datapath datapath) throws IOException {
    signals.onSignal(datapath::wake);
    try {
      return command.run();
    } finally {
      signals.onSignal(() -> {}); // as below
    }
  }

  /** A command without a screen. */
  @FunctionalInterface
  private interface Headless {
    /**
     * @param reload for the session's rules
     */
    int run(HeadlessSession session, RuleReload reload) throws IOException;
  }

  private int inSession(Options options, Headless command) throws IOException {
    try (SessionStart start = new SessionStart(options, options.interfaces(), err);
        Datapath datapath = start.open()) {
      end.onRequest(datapath::wake);
      try {
        HeadlessSession session =
            new HeadlessSession(datapath, start::attach, out, err, end::isRequested);
        return command.run(session, start.reload());
      } finally {
        end.onRequest(() -> {}); // there is nothing to wake in a datapath that is closed
      }
    }
  }
}

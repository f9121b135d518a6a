package io.udpscope.cli;

import io.udpscope.cli.option.Command;
import io.udpscope.cli.option.CommandLineReader;
import io.udpscope.cli.option.ExitCode;
import io.udpscope.cli.option.OptionTable;
import io.udpscope.cli.option.RuleCheck;
import io.udpscope.cli.option.RuleFile;
import io.udpscope.cli.option.ScreenSettings;
import io.udpscope.cli.option.UsageException;
import io.udpscope.cli.option.Values;
import io.udpscope.cli.option.WrongRulesException;
import io.udpscope.config.ConfigException;
import io.udpscope.config.RulesText;
import io.udpscope.config.foreign.ForeignFormat;
import io.udpscope.config.foreign.Imported;
import io.udpscope.model.PlainText;
import io.udpscope.model.Rule;
import java.io.IOException;
import java.io.PrintStream;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code rules} does with a file, without a session and without privilege. */
final class RulesCommand {
  /** Takes what goes to standard output. */
  @FunctionalInterface
  interface Output {
    void print(String text) throws IOException;
  }

  private final CommandLineReader line;
  private final PrintStream err;

  RulesCommand(CommandLineReader line, PrintStream err) {
    this.line = line;
    this.err = err;
  }

  /**
   * @return the exit code
   * @throws UsageException if the command line is wrong, or its file cannot be read
   */
  int run(Output out) throws IOException {
    if (line.command() == Command.RULES_CHECK) {
      return check(out);
    }
    List<Rule> rules = line.command() == Command.RULES_IMPORT ? imported() : judged().rules();
    boolean json = line.text(OptionTable.RULES_OUTPUT).map(Values::isJson).orElse(false);
    out.print(RulesText.of(rules, json));
    return ExitCode.DONE;
  }

  private int check(Output out) throws IOException {
    try {
      RuleFile rules = judged();
      int count = rules.rules().size();
      out.print(rules.name() + ": " + count + (count == 1 ? " rule\n" : " rules\n"));
      return ExitCode.DONE;
    } catch (WrongRulesException e) {
      e.lines().forEach(error -> tell(error));
      return ExitCode.NOT_EXPECTED;
    }
  }

  private List<Rule> imported() {
    ForeignFormat format =
        line.text(OptionTable.PROGRAM)
            .map(Values::program)
            .orElseThrow(() -> new UsageException("rules import: --from is missing"));
    String file = file();
    try {
      Imported imported = format.read(RuleFile.bytes(file, file), RulesCommand::interfaceName);
      imported.warnings().forEach(warning -> tell("warning: " + file + ": " + warning));
      return imported.rules();
    } catch (ConfigException e) {
      throw WrongRulesException.in(file, e);
    }
  }

  private static Optional<String> interfaceName(int index) {
    try {
      return Optional.ofNullable(NetworkInterface.getByIndex(index)).map(NetworkInterface::getName);
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  /** The interfaces of no session are known here, and nothing is said of them. */
  private RuleFile judged() {
    RuleFile rules = RuleFile.named(file());
    ScreenSettings.STANDARD.with(rules.name(), rules.screen());
    for (String warning : RuleCheck.warnings(rules, rules.rules(), Set.of())) {
      tell("warning: " + warning);
    }
    return rules;
  }

  private void tell(String text) {
    err.println("udpscope: " + PlainText.of(text));
  }

  private String file() {
    List<String> operands = line.operands();
    if (operands.isEmpty()) {
      throw new UsageException(line.command().word() + ": a file is missing; - is standard input");
    }
    if (operands.size() > 1) {
      throw new UsageException(String.join(" ", operands) + ": one file is read at a time");
    }
    return operands.get(0);
  }
}

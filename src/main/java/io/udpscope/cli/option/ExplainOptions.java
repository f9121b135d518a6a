package io.udpscope.cli.option;

import io.udpscope.cli.explain.Question;
import io.udpscope.cli.output.OutputFormat;

/**
 * A command line of {@code explain} that was understood.
 *
 * @param format text or JSON
 */
public record ExplainOptions(
    String interfaceName, Question question, OutputFormat format, boolean ascii) {}

package io.udpscope.cli;

import io.udpscope.cli.explain.Question;
import io.udpscope.cli.output.OutputFormat;

/**
 * A command line of {@code explain} that was understood.
 *
 * @param format text or JSON
 */
record ExplainOptions(
    String interfaceName, Question question, OutputFormat format, boolean ascii) {}

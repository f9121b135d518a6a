package io.udpscope.cli;

import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A command line that was understood: every value checked, the rules built.
 *
 * @param snaplen bytes kept of each frame
 * @param bufferBytes size of the packet store
 * @param file of {@code -w}
 * @param hexDump {@code -x}: the bytes below each packet, in text
 * @param color false where {@code --no-color} or NO_COLOR says so
 */
record Options(
    Command command,
    List<String> interfaces,
    List<Rule> rules,
    HookChoice hook,
    int snaplen,
    int bufferBytes,
    boolean readOnly,
    Optional<String> file,
    OutputFormat format,
    boolean hexDump,
    OptionalLong count,
    Optional<Duration> duration,
    OptionalLong expect,
    boolean color,
    boolean ascii) {}

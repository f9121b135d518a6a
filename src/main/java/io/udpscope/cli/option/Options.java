package io.udpscope.cli.option;

import io.udpscope.app.ThemeName;
import io.udpscope.cli.output.OutputFormat;
import io.udpscope.cli.output.RecordingOptions;
import io.udpscope.datapath.bpf.HookChoice;
import io.udpscope.model.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A command line that was understood: every value checked, the rules built.
 *
 * @param origin of the rules
 * @param direction empty: what is usual for the command
 * @param confirm how long a change that can cut traffic stands unless it is kept; empty: for good
 * @param snaplen bytes kept of each frame
 * @param bufferBytes size of the packet store
 * @param recording of {@code -w}
 * @param hexDump {@code -x}: the bytes below each packet, in text
 * @param color false where {@code --no-color} or NO_COLOR says so
 * @param theme of the screen, if the command line names one
 * @param screen what config files say of it
 */
public record Options(
    Command command,
    List<String> interfaces,
    RuleOrigin origin,
    HookChoice hook,
    Optional<DirectionChoice> direction,
    int snaplen,
    int bufferBytes,
    boolean readOnly,
    Optional<Duration> confirm,
    Optional<RecordingOptions> recording,
    OutputFormat format,
    boolean hexDump,
    OptionalLong count,
    Optional<Duration> duration,
    OptionalLong expect,
    boolean color,
    Optional<ThemeName> theme,
    ScreenSettings screen,
    boolean ascii) {
  /** As they were written: host names without addresses. */
  public List<Rule> rules() {
    return origin.rules();
  }
}

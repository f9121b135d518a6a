package io.udpscope.decode;

import java.util.Optional;

/** NTP (RFC 5905): version, mode, and a server's stratum. By its port only: it has no shape. */
public final class NtpDecoder implements ProtocolDecoder {
  private static final int HEADER = 48;
  private static final int SERVER = 4;
  private static final int BROADCAST = 5;
  private static final String[] MODES = {
    "",
    "symmetric active",
    "symmetric passive",
    "client",
    "server",
    "broadcast",
    "control",
    "private"
  };

  @Override
  public int[] ports() {
    return new int[] {123};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (!expected || payload.length() < 4) {
      return Optional.empty();
    }
    int version = payload.u8(0) >> 3 & 7;
    int mode = payload.u8(0) & 7;
    boolean timed = mode <= BROADCAST;
    if (version < 1 || version > 4 || mode == 0 || timed && payload.claimed() < HEADER) {
      return Optional.empty();
    }
    String text = "v" + version + " " + MODES[mode];
    boolean hasStratum = mode == SERVER || mode == BROADCAST;
    return Optional.of(new Summary("ntp", hasStratum ? text + " stratum " + payload.u8(1) : text));
  }
}

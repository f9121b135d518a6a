package io.udpscope.cli.output;

import io.udpscope.app.PacketSink;
import io.udpscope.datapath.Datapath;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The file of {@code -w} beside a live session. */
public final class LiveRecording implements PacketSink {
  private final Recording recording;
  private final PacketReader reader;

  private LiveRecording(Recording recording, PacketReader reader) {
    this.recording = recording;
    this.reader = reader;
  }

  public static PacketSink.Source of(RecordingOptions options) {
    return datapath -> open(datapath, options);
  }

  private static PacketSink open(Datapath datapath, RecordingOptions options) throws IOException {
    return new LiveRecording(new Recording(options), new PacketReader(datapath));
  }

  @Override
  public void accept(ByteBuffer buffer, int offset, int length) throws IOException {
    recording.accept(reader.packet(buffer, offset));
  }

  @Override
  public void flush() throws IOException {
    reader.refreshClock();
    recording.flush();
  }

  /** The rest and the account go out, unless the file has failed, and then it is closed. */
  @Override
  public void close(long lost) throws IOException {
    try (recording) {
      recording.finish(reader.nowEpochNanos(), lost);
    }
  }
}

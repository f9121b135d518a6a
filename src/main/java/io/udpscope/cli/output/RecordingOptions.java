package io.udpscope.cli.output;

import io.udpscope.capture.NewFile;
import io.udpscope.capture.Rotation;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code -w} and the options beside it say.
 *
 * @param file its name, or what the names of several are made of
 * @param rotation into other files
 * @param snaplen bytes kept of each frame
 * @param owner of the files, under sudo
 */
public record RecordingOptions(
    Path file, Rotation rotation, int snaplen, Optional<NewFile.Owner> owner) {
  boolean rotates() {
    return !rotation.equals(Rotation.NONE);
  }
}

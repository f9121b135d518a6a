package io.udpscope.capture.file;

import java.io.IOException;

/**
 * A file that cannot be read as a capture. The message is the reason alone, for a line that names
 * the file: {@code it is empty}.
 */
public final class CaptureFileException extends IOException {
  private static final long serialVersionUID = 1L;

  CaptureFileException(String reason) {
    super(reason);
  }

  CaptureFileException(String reason, Throwable cause) {
    super(reason, cause);
  }
}

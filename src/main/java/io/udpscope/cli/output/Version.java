package io.udpscope.cli.output;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version that the build wrote down. */
public final class Version {
  private Version() {}

  public static String text() {
    try (InputStream resource = Version.class.getResourceAsStream("version")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalStateException("the version is missing from the build", e);
    }
  }
}

package io.udpscope.config;

/**
 * A field that a mapping of a config text may have.
 *
 * @param required it cannot be left out
 * @param standard what holds where it is left out, for people; empty: nothing does
 * @param meaning for people, in Markdown
 * @param <T> what its value is read as
 */
public record ConfigField<T>(
    String name, ValueType<T> type, boolean required, String standard, String meaning) {
  public static <T> ConfigField<T> required(String name, ValueType<T> type, String meaning) {
    return new ConfigField<>(name, type, true, "", meaning);
  }

  public static <T> ConfigField<T> optional(
      String name, ValueType<T> type, String standard, String meaning) {
    return new ConfigField<>(name, type, false, standard, meaning);
  }
}

package io.udpscope.app.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which key asks for what, and where. Immutable. */
public final class KeyMap {
  public static final KeyMap STANDARD = new KeyMap(StandardKeys.BINDINGS);

  private final List<Binding> bindings;

  private KeyMap(List<Binding> bindings) {
    this.bindings = List.copyOf(bindings);
  }

  /** All of them, in the order of the help. */
  public List<Binding> bindings() {
    return bindings;
  }

  /**
   * Two intents that one key would have in one place.
   *
   * @param reason in words
   */
  public record Clash(Intent one, Intent other, String reason) {
    /** By its name. */
    public boolean isOf(String intent) {
      return one.word().equals(intent) || other.word().equals(intent);
    }
  }

  /**
   * With other keys for an intent, instead of all that it had.
   *
   * @throws IllegalArgumentException if one of them cannot be its
   */
  public KeyMap rebound(Intent intent, List<Key> keys) {
    if (intent == Intent.INTERRUPT || intent == Intent.ABORT) {
      throw new IllegalArgumentException("it keeps its key, so that there always is a way out");
    }
    for (Key key : keys) {
      if (key.isDigit() && !intent.word().startsWith("view-")) {
        throw new IllegalArgumentException("digits are counts, or choose views");
      }
      if (intent.changesTraffic() && key.isOfTypists()) {
        throw new IllegalArgumentException("where a typist's slip lands, no key changes traffic");
      }
    }
    return new KeyMap(
        bindings.stream().map(one -> one.intent() == intent ? one.withKeys(keys) : one).toList());
  }

  /** The first one, if there is any. */
  public Optional<Clash> clash() {
    for (Binding one : bindings) {
      for (Binding other : bindings) {
        Optional<Key> both = one.keys().stream().filter(other.keys()::contains).findFirst();
        if (one.intent() != other.intent() && both.isPresent() && one.meets(other)) {
          String reason =
              both.get().text()
                  + " is of "
                  + one.intent().word()
                  + " and of "
                  + other.intent().word();
          return Optional.of(new Clash(one.intent(), other.intent(), reason));
        }
      }
    }
    return Optional.empty();
  }

  /** What a key asks for there. */
  public Optional<Intent> intent(Key key, Context context) {
    return bindings.stream()
        .filter(binding -> binding.keys().contains(key) && binding.actsIn(context))
        .map(Binding::intent)
        .findFirst();
  }

  /** The first binding of an intent. */
  public Binding binding(Intent intent) {
    return bindings.stream().filter(one -> one.intent() == intent).findFirst().orElseThrow();
  }

  /** What a key that asks for nothing here would ask for where it acts. */
  public Optional<Binding> elsewhere(Key key) {
    return bindings.stream().filter(binding -> binding.keys().contains(key)).findFirst();
  }

  /** An intent has a meaning there. */
  public boolean actsIn(Intent intent, Context context) {
    return bindings.stream()
        .anyMatch(binding -> binding.intent() == intent && binding.actsIn(context));
  }

  /** A key of this intent, wherever it acts. */
  public boolean isKeyOf(Key key, Intent intent) {
    return bindings.stream()
        .anyMatch(binding -> binding.intent() == intent && binding.keys().contains(key));
  }

  /** One that ends, suspends or redraws the session, also while text is typed. */
  public Optional<Intent> leaving(Key key) {
    return key.kind() == Key.Kind.CONTROL
        ? intent(key, Context.ANYWHERE).filter(Intent::leaves)
        : Optional.empty();
  }

  /**
   * The keys as people write them: those of a binding, and by turns those of the ones behind it
   * that it speaks for.
   */
  public String shown(Binding binding) {
    List<Binding> together = spokenFor(binding);
    int most = together.stream().mapToInt(one -> one.keys().size()).max().orElse(0);
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      for (Binding one : together) {
        if (i < one.keys().size()) {
          shown.add(one.keys().get(i).text());
        }
      }
    }
    return String.join(" ", shown);
  }

  /** The first key of an intent; its name for the command line where it has none. */
  public String shown(Intent intent) {
    return bindings.stream()
        .filter(one -> one.intent() == intent && !one.keys().isEmpty())
        .map(one -> one.keys().get(0).text())
        .findFirst()
        .orElse(":" + intent.word());
  }

  /** By which names a command line calls the same intents. */
  public String names(Binding binding) {
    return spokenFor(binding).stream()
        .map(one -> one.intent().word())
        .collect(Collectors.joining(", "));
  }

  private List<Binding> spokenFor(Binding binding) {
    int at = bindings.indexOf(binding);
    int end = at + 1;
    while (end < bindings.size() && bindings.get(end).help().isEmpty()) {
      end++;
    }
    return bindings.subList(at, end);
  }
}

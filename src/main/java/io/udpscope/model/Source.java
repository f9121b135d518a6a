package io.udpscope.model;

import java.util.Objects;
import java.util.Optional;

/**
 * Whose address a forwarded packet bears: the client's, ours on the way to the target, or a certain
 * one of ours.
 *
 * @param address only with {@link Kind#ADDRESS}
 */
public record Source(Kind kind, Optional<IpAddress> address) {
  /** The ordinal is the value of {@code enum udpscope_source}. */
  public enum Kind {
    KEEP,
    MASQUERADE,
    ADDRESS
  }

  public static final Source KEEP = new Source(Kind.KEEP, Optional.empty());
  public static final Source MASQUERADE = new Source(Kind.MASQUERADE, Optional.empty());

  public Source {
    Objects.requireNonNull(kind);
    if (address.isPresent() != (kind == Kind.ADDRESS)) {
      throw new IllegalArgumentException("an address belongs to ADDRESS, and to it alone");
    }
  }

  public static Source address(IpAddress address) {
    return new Source(Kind.ADDRESS, Optional.of(address));
  }

  /** As in the config file: {@code keep}, {@code masquerade} or the address. */
  @Override
  public String toString() {
    return switch (kind) {
      case KEEP -> "keep";
      case MASQUERADE -> "masquerade";
      case ADDRESS -> address.orElseThrow().toString();
    };
  }
}

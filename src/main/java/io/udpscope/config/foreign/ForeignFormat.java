package io.udpscope.config.foreign;

import io.udpscope.config.ConfigErrors;
import io.udpscope.config.ConfigException;
import io.udpscope.config.ConfigNode;
import io.udpscope.config.ConfigTree;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** The programs whose rules are read, by what they call themselves. */
public enum ForeignFormat {
  UDPLB,
  XDP_REDIRECT,
  NFTABLES;

  /** {@code xdp-redirect}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads all of a text.
   *
   * @param text UTF-8
   * @param interfaceNames the name of an interface by its index, where there is one
   * @throws ConfigException with all that is wrong
   */
  public Imported read(byte[] text, IntFunction<Optional<String>> interfaceNames) {
    ConfigErrors errors = new ConfigErrors();
    Optional<Imported> imported =
        errors.attempt(() -> read(ConfigTree.parse(text, errors), interfaceNames, errors));
    errors.throwIfAny();
    return imported.orElseThrow();
  }

  private Imported read(
      ConfigNode top, IntFunction<Optional<String>> interfaceNames, ConfigErrors errors) {
    return switch (this) {
      case UDPLB -> new UdplbRules(errors).read(top);
      case XDP_REDIRECT -> new XdpRedirectRules(interfaceNames, errors).read(top);
      case NFTABLES -> NftRuleset.read(top).imported();
    };
  }
}

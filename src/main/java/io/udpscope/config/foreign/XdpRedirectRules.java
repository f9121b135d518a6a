package io.udpscope.config.foreign;

import io.udpscope.config.ConfigErrors;
import io.udpscope.config.ConfigField;
import io.udpscope.config.ConfigNode;
import io.udpscope.config.FieldValues;
import io.udpscope.config.FieldsReader;
import io.udpscope.config.Shape;
import io.udpscope.config.ValueType.Listing;
import io.udpscope.config.ValueType.Mapping;
import io.udpscope.config.ValueType.Text;
import io.udpscope.config.ValueType.WholeNumber;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * The servers of xdp-redirect (zhao-kun/xdp-redirect on GitHub), as its web server takes them. Its
 * program spreads IPv4 packets to one port over them by a hash of the source's address and port,
 * with an address of the host as their source, by the interface and to the MAC address that are
 * given, which are those of containers. So all servers are the targets of one rule.
 */
final class XdpRedirectRules {
  /** Written into its program, ebpf/xdp_redirect.c. */
  private static final int ITS_PORT = 7999;

  private static final int MAX_INDEX = 999_999_999;

  private static final ConfigField<IpAddress> SERVER =
      ConfigField.required("server", ForeignTypes.ADDRESS, "");
  private static final ConfigField<MacAddress> MAC =
      ConfigField.required(
          "mac",
          new Text<>(
              "02:42:ac:11:00:02", "^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$", 17, FieldValues::mac),
          "");
  private static final ConfigField<Integer> IFINDEX =
      ConfigField.required("ifindex", new WholeNumber(1, MAX_INDEX), "");
  private static final Listing<FieldsReader> TEXT =
      new Listing<>(new Mapping(Shape.of("server", SERVER, MAC, IFINDEX)), 1, Forward.MAX_TARGETS);

  private final IntFunction<Optional<String>> interfaceNames;
  private final ConfigErrors errors;

  XdpRedirectRules(IntFunction<Optional<String>> interfaceNames, ConfigErrors errors) {
    this.interfaceNames = interfaceNames;
    this.errors = errors;
  }

  Imported read(ConfigNode top) {
    List<Target> targets =
        TEXT.read(top, errors).stream()
            .flatMap(Optional::stream)
            .map(this::target)
            .flatMap(Optional::stream)
            .toList();
    if (errors.count() > 0) {
      return new Imported(List.of(), List.of());
    }
    try {
      return new Imported(List.of(rule(targets)), List.of());
    } catch (IllegalArgumentException e) {
      errors.add(top, e.getMessage());
      return new Imported(List.of(), List.of());
    }
  }

  private static Rule rule(List<Target> targets) {
    Prefix ipv4 = Prefix.parse("0.0.0.0/0");
    Match match =
        new Match(
            Optional.empty(),
            Optional.of(ipv4),
            Optional.empty(),
            new PortRange(ITS_PORT, ITS_PORT));
    Forward forward =
        Forward.to(targets).withStrategy(Strategy.SOURCE_PORT).withSource(Source.MASQUERADE);
    return new Rule("xdp-redirect", match, Action.DROP, OptionalInt.empty(), Optional.of(forward));
  }

  private Optional<Target> target(FieldsReader fields) {
    Optional<IpAddress> server = fields.require(SERVER);
    Optional<MacAddress> mac = fields.require(MAC);
    Optional<Integer> index = fields.require(IFINDEX);
    Optional<String> name = index.flatMap(interfaceNames::apply);
    if (server.isPresent() && (server.get().isIpv6() || server.get().isLoopback())) {
      fields.refuse(SERVER, server.get() + ": an IPv4 address beyond this host is wanted");
    }
    if (index.isPresent() && name.isEmpty()) {
      fields.refuse(
          IFINDEX,
          "no interface of this host has the index "
              + index.get()
              + "; import on the host that the list is of, ip link shows its indices");
    }
    return server.flatMap(
        address -> mac.flatMap(to -> name.map(way -> Target.of(address, 0).via(way, to))));
  }
}

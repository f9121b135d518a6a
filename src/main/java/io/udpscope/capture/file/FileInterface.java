package io.udpscope.capture.file;

import io.udpscope.model.Link;
import java.util.Optional;

/**
 * An interface that packets of a file came from.
 *
 * @param name what the file calls it; {@code interface 1}, its place in the file, if it does not
 * @param linkType LINKTYPE_… value, 0 to 65,535
 * @param link how its frames begin; empty if that is not read
 * @param snaplen bytes kept of a packet at most; 0 if that was not limited
 * @param resolution of its times
 */
public record FileInterface(
    String name, int linkType, Optional<Link> link, long snaplen, TimeScale resolution) {
  /** Why packets of it are not read: {@code link type 105 (IEEE 802.11) is not read}. */
  public Optional<String> unread() {
    return link.isPresent()
        ? Optional.empty()
        : Optional.of(LinkTypes.describe(linkType) + " is not read");
  }
}

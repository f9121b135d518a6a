package io.udpscope.cli.explain;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.ExplainedSession;
import io.udpscope.datapath.bpf.LinkType;
import io.udpscope.model.MacAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/** Asks the session on an interface what it would do with a packet. */
public final class Explainer {
  /** What {@code lo} has. */
  private static final MacAddress ZEROES = MacAddress.of(new byte[MacAddress.BYTES]);

  private Explainer() {}

  /**
   * @param interfaceName in the network of the calling thread
   * @param json an object on one line; else text
   * @return whole lines
   * @throws DatapathException if there is no session there, or the kernel refuses
   * @throws Question.NoSuchPacketException if the packet cannot be had
   */
  public static String explain(
      String interfaceName, Question question, boolean json, boolean ascii) {
    try (ExplainedSession session = ExplainedSession.on(interfaceName)) {
      boolean rawIp = session.link() == LinkType.RAW_IP;
      byte[] frame = question.frame(rawIp ? Optional.empty() : Optional.of(mac(interfaceName)));
      Account account = new Account(session.explain(frame), rawIp);
      return json ? AccountJson.of(account) + "\n" : AccountText.of(account, ascii);
    }
  }

  private static MacAddress mac(String interfaceName) {
    try {
      NetworkInterface found = NetworkInterface.getByName(interfaceName);
      byte[] address = found == null ? null : found.getHardwareAddress();
      return address == null || address.length != MacAddress.BYTES
          ? ZEROES
          : MacAddress.of(address);
    } catch (SocketException e) {
      throw new DatapathException("cannot ask for the address of " + interfaceName, e);
    }
  }
}

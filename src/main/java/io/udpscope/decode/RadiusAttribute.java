package io.udpscope.decode;

/** The attributes of RADIUS (RFC 2865, 5; RFC 2866, 5; RFC 2869, 5) that are commonly met. */
final class RadiusAttribute {
  private RadiusAttribute() {}

  /**
   * @param at where it begins: type, length of all of it, value; wholly captured
   */
  static void addTo(FieldTree tree, Payload payload, int at) {
    int type = payload.u8(at);
    int length = payload.u8(at + 1) - 2;
    String name = name(type);
    switch (type) {
      case 1, 11, 18, 22, 25, 30, 31, 32, 34, 44, 50, 77, 87 -> tree.text(name, at + 2, length);
      case 4, 8, 9, 14 -> {
        if (length == 4) {
          tree.address(name, at + 2, 4);
        }
      }
      case 40 -> tree.named(name, at + 2, length == 4 ? 4 : 0, RadiusAttribute::accounting);
      case 5, 6, 7, 10, 12, 27, 28, 29, 41, 42, 43, 45, 46, 47, 48, 49, 52, 53, 55, 61 ->
          tree.number(name, at + 2, Math.min(length, 4));
      default -> tree.bytes(name, at + 2, length);
    }
  }

  private static String accounting(long status) {
    return switch ((int) status) {
      case 1 -> "Start";
      case 2 -> "Stop";
      case 3 -> "Interim-Update";
      case 7 -> "Accounting-On";
      case 8 -> "Accounting-Off";
      default -> "";
    };
  }

  private static String name(int type) {
    return switch (type) {
      case 1 -> "User-Name";
      case 2 -> "User-Password";
      case 3 -> "CHAP-Password";
      case 4 -> "NAS-IP-Address";
      case 5 -> "NAS-Port";
      case 6 -> "Service-Type";
      case 7 -> "Framed-Protocol";
      case 8 -> "Framed-IP-Address";
      case 9 -> "Framed-IP-Netmask";
      case 11 -> "Filter-Id";
      case 12 -> "Framed-MTU";
      case 14 -> "Login-IP-Host";
      case 18 -> "Reply-Message";
      case 22 -> "Framed-Route";
      case 24 -> "State";
      case 25 -> "Class";
      case 26 -> "Vendor-Specific";
      case 27 -> "Session-Timeout";
      case 28 -> "Idle-Timeout";
      case 30 -> "Called-Station-Id";
      case 31 -> "Calling-Station-Id";
      case 32 -> "NAS-Identifier";
      case 40 -> "Acct-Status-Type";
      case 42 -> "Acct-Input-Octets";
      case 43 -> "Acct-Output-Octets";
      case 44 -> "Acct-Session-Id";
      case 46 -> "Acct-Session-Time";
      case 49 -> "Acct-Terminate-Cause";
      case 55 -> "Event-Timestamp";
      case 61 -> "NAS-Port-Type";
      case 77 -> "Connect-Info";
      case 79 -> "EAP-Message";
      case 80 -> "Message-Authenticator";
      case 87 -> "NAS-Port-Id";
      default -> "attribute " + type;
    };
  }
}

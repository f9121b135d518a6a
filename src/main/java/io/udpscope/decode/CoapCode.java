package io.udpscope.decode;

/** CoAP's methods and response codes (RFC 7252, 12.1, and RFC 8132): a class and a detail. */
final class CoapCode {
  private CoapCode() {}

  /** {@code GET}, {@code 2.05 Content}; "" for what nobody has defined. */
  static String name(int code) {
    return switch (code) {
      case 0 -> "empty";
      case 1 -> "GET";
      case 2 -> "POST";
      case 3 -> "PUT";
      case 4 -> "DELETE";
      case 5 -> "FETCH";
      case 6 -> "PATCH";
      case 7 -> "iPATCH";
      case 0x41 -> "2.01 Created";
      case 0x42 -> "2.02 Deleted";
      case 0x43 -> "2.03 Valid";
      case 0x44 -> "2.04 Changed";
      case 0x45 -> "2.05 Content";
      case 0x5f -> "2.31 Continue";
      case 0x80 -> "4.00 Bad Request";
      case 0x81 -> "4.01 Unauthorized";
      case 0x82 -> "4.02 Bad Option";
      case 0x83 -> "4.03 Forbidden";
      case 0x84 -> "4.04 Not Found";
      case 0x85 -> "4.05 Method Not Allowed";
      case 0x86 -> "4.06 Not Acceptable";
      case 0x88 -> "4.08 Request Entity Incomplete";
      case 0x89 -> "4.09 Conflict";
      case 0x8c -> "4.12 Precondition Failed";
      case 0x8d -> "4.13 Request Entity Too Large";
      case 0x8f -> "4.15 Unsupported Content-Format";
      case 0x9d -> "4.29 Too Many Requests";
      case 0xa0 -> "5.00 Internal Server Error";
      case 0xa1 -> "5.01 Not Implemented";
      case 0xa2 -> "5.02 Bad Gateway";
      case 0xa3 -> "5.03 Service Unavailable";
      case 0xa4 -> "5.04 Gateway Timeout";
      case 0xa5 -> "5.05 Proxying Not Supported";
      default -> "";
    };
  }
}

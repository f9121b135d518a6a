package io.udpscope.relay;

/** How a rule's datagrams get to one of its targets. */
interface Way {
  /**
   * The outlet for a datagram; null if it cannot go there, since the target has an address of the
   * other IP version.
   *
   * @param record of the datagram
   */
  Outlet outlet(long record);

  int targetSlot();
}

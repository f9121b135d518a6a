package io.udpscope.datapath.bpf.hop;

/**
 * What a VLAN device puts into the link header (IEEE 802.1Q).
 *
 * @param protocol the EtherType that announces it
 * @param id 1 to 4094
 */
record VlanTag(int protocol, int id) {
  /** 802.1Q, the customer's tag. */
  static final int CUSTOMER = 0x8100;

  /** 802.1ad, the provider's. */
  static final int PROVIDER = 0x88a8;

  static final int BYTES = 4;
}

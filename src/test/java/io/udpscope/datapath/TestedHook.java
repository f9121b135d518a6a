package io.udpscope.datapath;

/** Where the program believes to sit while it is tested. */
enum TestedHook {
  NATIVE,
  GENERIC,
  TC;

  boolean isXdp() {
    return this != TC;
  }
}

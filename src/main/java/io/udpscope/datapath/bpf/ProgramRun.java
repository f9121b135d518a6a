package io.udpscope.datapath.bpf;

/**
 * What the program made of one frame (BPF_PROG_TEST_RUN).
 *
 * @param verdict the program's return code: 1 XDP_DROP, 2 XDP_PASS
 * @param frame the frame afterwards
 * @param nanos time of one run, the average where it ran repeatedly
 */
public record ProgramRun(int verdict, byte[] frame, int nanos) {
  public static final int DROP = 1;
  public static final int PASS = 2;

  /**
   * @param repeat runs, for measuring; 1 otherwise
   * @param ifindex the interface that the frame seems to come in on; 0 leaves it to the kernel
   * @param queue its receive queue
   * @param linear bytes of the frame that stand in its first buffer, the rest in fragments; 0
   *     leaves it to the kernel (all that fit into a page)
   */
  public record Setup(int repeat, int ifindex, int queue, int linear) {
    public static final Setup ONCE = new Setup(1, 0, 0, 0);

    public Setup withRepeat(int count) {
      return new Setup(count, ifindex, queue, linear);
    }

    public Setup withInterface(int index, int receiveQueue) {
      return new Setup(repeat, index, receiveQueue, linear);
    }

    public Setup withLinear(int bytes) {
      return new Setup(repeat, ifindex, queue, bytes);
    }
  }
}

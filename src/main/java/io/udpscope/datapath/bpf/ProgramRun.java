package io.udpscope.datapath.bpf;

/**
 * What the program made of one frame (BPF_PROG_TEST_RUN).
 *
 * @param frame the frame afterwards
 * @param nanos time of one run, the average where it ran repeatedly
 */
public record ProgramRun(Decision decision, byte[] frame, int nanos) {
  /** What becomes of the frame, whatever the hook calls it. */
  public enum Decision {
    PASS,
    DROP,
    /** Back out of the interface that it came in by. On tc that is {@link #REDIRECT}, too. */
    TX,
    /** Out of another interface. */
    REDIRECT;

    /**
     * @param code what the program returned: {@code XDP_…} of linux/bpf.h, or {@code TC_ACT_…} of
     *     linux/pkt_cls.h
     */
    static Decision of(EntryPoint entry, int code) {
      if (entry == EntryPoint.XDP) {
        return switch (code) {
          case 1 -> DROP;
          case 2 -> PASS;
          case 3 -> TX;
          case 4 -> REDIRECT;
          default -> throw new IllegalStateException("XDP verdict " + code);
        };
      }
      return switch (code) {
        case -1 -> PASS; // TC_ACT_UNSPEC: the next filter is asked
        case 2 -> DROP;
        case 7 -> REDIRECT;
        default -> throw new IllegalStateException("tc verdict " + code);
      };
    }
  }

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

package io.udpscope.capture.flow;

/**
 * Keys with what all tables count of them: the time of the first and of the last packet, columns
 * that each table has for itself, and packets and bytes in each of the last few seconds.
 *
 * <pre>
 *   row      key … | first | last | the table's own … | a long for each of the last seconds …
 *   second   packets (32 bits) | bytes (32 bits)
 * </pre>
 */
abstract class CountedKeys extends RecentKeys implements FlowTable {
  private static final long MAX_BYTES = 0xffff_ffffL;
  private static final long ONE_PACKET = 1L << 32;

  private final int first;
  private final int last;
  private final int own;
  private final int ring;
  private final int seconds;

  /**
   * @param keyLongs longs in a key
   * @param ownColumns longs that the table counts in itself
   * @param seconds that are remembered one by one, a power of two
   */
  CountedKeys(int capacity, int keyLongs, int ownColumns, int seconds) {
    super(capacity, keyLongs, keyLongs + 2 + ownColumns + seconds);
    first = keyLongs;
    last = keyLongs + 1;
    own = keyLongs + 2;
    ring = own + ownColumns;
    this.seconds = seconds;
  }

  /**
   * A packet with this key came.
   *
   * @param guess a number that may be the key's, below {@link #size} or 0: finding it takes longer
   * @return the key's number
   */
  final int enter(long[] key, PacketKey packet, int guess) {
    int number = guess < size() && isKey(guess, key) ? guess : find(key);
    if (number < 0) {
      number = make(key);
      put(number, first, packet.nanos());
      put(number, last, packet.nanos());
    }
    add(number, packet.nanos(), packet.second(), packet.length());
    return number;
  }

  private void add(int number, long nanos, int second, int length) {
    long before = get(number, last);
    int newest = FlowTable.second(before);
    if (nanos > before) {
      put(number, last, nanos);
      if (second > newest) {
        renew(number);
        goOn(number, newest, second);
      }
    } else if (second <= newest - seconds) {
      return; // of another processor, and very late
    }
    int at = at(second);
    long sum = get(number, at);
    long bytes = Math.min(MAX_BYTES, (sum & MAX_BYTES) + length);
    put(number, at, (sum & ~MAX_BYTES) + ONE_PACKET | bytes);
  }

  private void goOn(int number, int newest, int second) {
    for (int passed = Math.max(newest, second - seconds) + 1; passed <= second; passed++) {
      put(number, at(passed), 0);
    }
  }

  private int at(int second) {
    return ring + (second & seconds - 1);
  }

  private long inSecond(int number, int second) {
    int newest = FlowTable.second(get(number, last));
    boolean isRemembered = second <= newest && second > newest - seconds;
    return isRemembered ? get(number, at(second)) : 0;
  }

  final long own(int number, int column) {
    return get(number, own + column);
  }

  final void setOwn(int number, int column, long value) {
    put(number, own + column, value);
  }

  final void addOwn(int number, int column, long amount) {
    put(number, own + column, get(number, own + column) + amount);
  }

  @Override
  public final long packetsIn(int number, int second) {
    return inSecond(number, second) >>> 32;
  }

  @Override
  public final long bytesIn(int number, int second) {
    return inSecond(number, second) & MAX_BYTES;
  }

  @Override
  public final int seconds() {
    return seconds;
  }

  @Override
  public final long firstNanos(int number) {
    return get(number, first);
  }

  @Override
  public final long lastNanos(int number) {
    return get(number, last);
  }
}

package io.udpscope.cli;

import io.udpscope.cli.option.DirectionChoice;
import io.udpscope.datapath.PacketConsumer;
import io.udpscope.datapath.Tap;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.TapCounters;
import java.nio.ByteBuffer;

/** A tap that hands over the packets of one direction and skips the others. */
final class DirectedTap implements Tap {
  private final Tap tap;
  private final DirectionChoice choice;
  private final PacketRecord record = new PacketRecord();
  private PacketConsumer consumer;
  private int taken;

  DirectedTap(Tap tap, DirectionChoice choice) {
    this.tap = tap;
    this.choice = choice;
  }

  /** Nothing is returned only if nothing was there, skipped packets included. */
  @Override
  public int read(PacketConsumer next, int limit) {
    consumer = next;
    taken = 0;
    int read;
    do {
      read = tap.read(this::take, limit);
    } while (read > 0 && taken == 0);
    return taken;
  }

  private void take(ByteBuffer buffer, int offset, int length) {
    if (choice.takes(record.wrap(buffer, offset).direction())) {
      taken++;
      consumer.accept(buffer, offset, length);
    }
  }

  @Override
  public TapCounters counters() {
    return tap.counters();
  }

  @Override
  public void close() {
    tap.close();
  }
}

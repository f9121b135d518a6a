package io.udpscope.cli;

import io.udpscope.datapath.Datapath;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/**
 * What a command without a screen works with.
 *
 * @param datapath with its rules, not attached yet
 * @param attach puts it on its interfaces
 * @param out for packets alone
 * @param stopped someone wants it to end; {@link Datapath#wake()} makes it look
 */
record HeadlessSession(
    Datapath datapath,
    Runnable attach,
    OutputStream out,
    PrintStream err,
    BooleanSupplier stopped) {}

package io.udpscope.ui.terminal;

import java.lang.reflect.Proxy;

/**
 * Tells of signals that the JVM has no use for itself. Spoken to by reflection: sun.misc.Signal is
 * the only door there is, and naming it is a warning that cannot be turned off.
 */
public final class Signals {
  private Signals() {}

  /**
   * Runs {@code handler} on a thread of the JVM's whenever the signal arrives, for the rest of the
   * process's life.
   *
   * @param name without SIG
   */
  public static void on(String name, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  handler.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handlerType)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the signal " + name + " cannot be caught", e);
    }
  }
}

package io.udpscope.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Takes signals of the process by {@code sun.misc.Signal}, the only way that Java has: module
 * jdk.unsupported exports it, but javac refuses it with {@code --release}, hence the reflection.
 */
final class JvmSignals {
  private JvmSignals() {}

  /**
   * Has {@code action} run, on a thread of its own, whenever the signal comes, instead of what the
   * JVM does then. A signal that is ignored stays so, and a JVM that leaves signals alone ({@code
   * -Xrs}) keeps its default.
   *
   * @param name without SIG: {@code HUP}
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      Object ours = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, ours, handling);
    } catch (InvocationTargetException e) {
      // -Xrs
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Java has no sun.misc.Signal", e);
    }
  }
}

package io.udpscope.datapath.bpf;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.AttachedLayout;
import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.hop.NextHops;
import io.udpscope.model.Direction;
import io.udpscope.model.Hook;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Puts the session's programs on its interfaces, each at the hook that was asked for. */
final class Attacher implements AutoCloseable {
  private final Programs programs;
  private final ByteBuffer control;
  private final NextHops nextHops;
  private final List<Attached> attached = new ArrayList<>();

  /**
   * @param control the map {@code control}, mapped
   * @param nextHops knows what an interface takes
   */
  Attacher(Programs programs, ByteBuffer control, NextHops nextHops) {
    this.programs = programs;
    this.control = control;
    this.nextHops = nextHops;
  }

  /** The programs on one interface. */
  private record Attached(Interfaces.Interface to, Attachment attachment, List<HookLink> links)
      implements AutoCloseable {
    /** In the reverse order: the first one may have made what the others stand on. */
    @Override
    public void close() {
      for (int i = links.size() - 1; i >= 0; i--) {
        links.get(i).close();
      }
    }
  }

  /**
   * What is wanted of an attachment.
   *
   * @param objections why {@link HookChoice#AUTO} had better not take a hook, though it could
   * @param sent what this host sends is to be observed, too
   */
  record Wish(HookChoice choice, Map<Hook, String> objections, boolean sent, TcWay tc) {}

  /**
   * Attaches to all of them, or to none.
   *
   * @return whether rules act by a program that would stay behind a killed process
   * @throws DatapathException if one refuses every hook that the choice allows
   */
  boolean attach(List<Interfaces.Interface> interfaces, Wish wish) {
    List<Attached> done = new ArrayList<>();
    try {
      for (Interfaces.Interface to : interfaces) {
        done.add(attach(to, done.size(), wish));
      }
    } catch (RuntimeException e) {
      done.forEach(Attached::close);
      throw e;
    }
    attached.addAll(done);
    return done.stream().anyMatch(one -> one.links().get(0).outlivesProcess());
  }

  List<Attachment> attachments() {
    return attached.stream().map(Attached::attachment).toList();
  }

  /**
   * @param position of the interface in the session
   */
  private Attached attach(Interfaces.Interface to, int position, Wish wish) {
    Attached ingress = attachIngress(to, position, wish);
    if (!wish.sent()) {
      return ingress;
    }
    try {
      int program = programs.fd(EntryPoint.TC_OUT, to.link());
      HookLink egress = wish.tc().attach(to, program, Direction.OUT);
      return new Attached(to, ingress.attachment(), List.of(ingress.links().get(0), egress));
    } catch (HookRefusedException e) {
      ingress.close();
      throw new DatapathException(
          "cannot observe what " + to.name() + " sends: " + e.told().getMessage(), e.told());
    } catch (RuntimeException e) {
      ingress.close();
      throw e;
    }
  }

  private Attached attachIngress(Interfaces.Interface to, int position, Wish wish) {
    Map<Hook, String> reasons = new EnumMap<>(Hook.class);
    boolean auto = wish.choice() == HookChoice.AUTO;
    if (auto) {
      reasons.putAll(wish.objections());
    }
    Set<Hook> tried = EnumSet.noneOf(Hook.class);
    for (Hook hook : hooks(to, wish)) {
      try {
        tried.add(hook);
        HookLink link = attach(to, position, hook, wish.tc());
        reasons.remove(hook);
        reasons.keySet().removeIf(other -> other.compareTo(hook) > 0 && !tried.contains(other));
        Attachment attachment = new Attachment(to.name(), to.index(), hook, text(reasons));
        return new Attached(to, attachment, List.of(link));
      } catch (HookRefusedException e) {
        if (!auto || !e.worthAnotherHook()) {
          throw e.told();
        }
        reasons.merge(hook, e.reason(), (objection, refusal) -> refusal);
      }
    }
    throw new DatapathException("cannot attach to " + to.name() + ": " + text(reasons));
  }

  /** Those to be tried, in order: the best first, but those with an objection last. */
  private static List<Hook> hooks(Interfaces.Interface to, Wish wish) {
    return switch (wish.choice()) {
      case NATIVE -> List.of(Hook.NATIVE);
      case GENERIC -> List.of(Hook.GENERIC);
      case TC -> List.of(Hook.TC);
      case OFFLOAD -> throw OffloadProbe.refusal(to);
      case AUTO -> {
        List<Hook> all = new ArrayList<>(Arrays.asList(Hook.values()));
        all.sort(Comparator.comparing(wish.objections()::containsKey));
        yield all;
      }
    };
  }

  private HookLink attach(Interfaces.Interface to, int position, Hook hook, TcWay tc)
      throws HookRefusedException {
    EntryPoint entry = hook == Hook.TC ? EntryPoint.TC : EntryPoint.XDP;
    int program = programs.fd(entry, to.link());
    tellProgram(to, position, hook);
    return hook == Hook.TC
        ? tc.attach(to, program, Direction.IN)
        : XdpLink.attach(to, program, hook);
  }

  /** Says how the program sits on each interface, which may change with what is around it. */
  void tellProgram() {
    for (int i = 0; i < attached.size(); i++) {
      tellProgram(attached.get(i).to(), i, attached.get(i).attachment().hook());
    }
  }

  private void tellProgram(Interfaces.Interface to, int position, Hook hook) {
    int at = ControlLayout.attached(position);
    control.putInt(at + AttachedLayout.FLAGS, flags(to, hook));
    VarHandle.releaseFence();
    control.putInt(at + AttachedLayout.IFINDEX, to.index());
  }

  private int flags(Interfaces.Interface to, Hook hook) {
    return switch (hook) {
      case NATIVE ->
          (nextHops.refusesNative(to.index()) ? AttachedLayout.REFUSES_NATIVE : 0)
              | (nextHops.refusesBuffers(to.index()) ? AttachedLayout.REFUSES_BUFFERS : 0)
              | (nextHops.isVeth(to.index()) ? AttachedLayout.TX_BY_REDIRECT : 0);
      case GENERIC -> AttachedLayout.GENERIC;
      case TC -> 0;
    };
  }

  /** {@code native, generic: its driver has no such hook; tc: …}. */
  private static String text(Map<Hook, String> reasons) {
    Map<String, StringJoiner> hooksByReason = new LinkedHashMap<>();
    reasons.forEach(
        (hook, reason) ->
            hooksByReason.computeIfAbsent(reason, any -> new StringJoiner(", ")).add(hook.word()));
    StringJoiner text = new StringJoiner("; ");
    hooksByReason.forEach((reason, hooks) -> text.add(hooks + ": " + reason));
    return text.toString();
  }

  @Override
  public void close() {
    attached.forEach(Attached::close);
  }
}

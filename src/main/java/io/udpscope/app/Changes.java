package io.udpscope.app;

import io.udpscope.app.change.Carrier;
import io.udpscope.app.change.Guard;
import io.udpscope.app.change.Objections;
import io.udpscope.app.change.Risk;
import io.udpscope.app.change.RuleChange;
import io.udpscope.app.change.RuleDifference;
import io.udpscope.app.log.Announcer;
import io.udpscope.app.log.LoggedChange;
import io.udpscope.app.log.Notice;
import io.udpscope.app.time.DayClock;
import io.udpscope.app.time.TimeOfDay;
import io.udpscope.app.time.TimeSource;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Unconfirmed;
import io.udpscope.model.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the changes that the screen asks for, logs them, and takes them back. The agent's. */
final class Changes {
  /** When a rule became what it is. */
  record Confirmation(long generation, long atNanos) {}

  /** Tries changes on the packets of the store. */
  @FunctionalInterface
  interface Previews {
    Preview of(List<Rule> before, List<Rule> after);
  }

  private static final Notice READ_ONLY =
      Notice.warning("nothing changes: the session is read-only");

  /** Who is told that late of something was not looking when it happened. */
  private static final long LATE_NANOS = 3_000_000_000L;

  private final Datapath datapath;
  private final ChangePolicy policy;
  private final TimeSource time;
  private final DayClock clock;
  private final Previews previews;
  private final SessionTraffic session;
  private final Announcer announcer;
  private final Map<String, Confirmation> confirmations = new HashMap<>();
  private final Set<String> interfaces = new HashSet<>();
  private final ChangeHistory history;
  private final Trial trial;
  private ChangeAnswer answer = ChangeAnswer.NONE;

  Changes(
      Datapath datapath,
      ChangePolicy policy,
      TimeSource time,
      DayClock clock,
      Previews previews,
      SessionTraffic session,
      Announcer announcer) {
    this.datapath = datapath;
    this.policy = policy;
    this.time = time;
    this.clock = clock;
    this.previews = previews;
    this.session = session;
    this.announcer = announcer;
    history = new ChangeHistory(policy.operator(), time, clock, datapath.rules());
    trial = new Trial(announcer);
    for (Attachment attachment : datapath.attachments()) {
      interfaces.add(attachment.interfaceName());
    }
  }

  /** The newest ones, oldest first. */
  List<LoggedChange> log() {
    return history.log();
  }

  ChangeReport report() {
    return new ChangeReport(
        standing(), answer, history.undoable(), history.redoable(), history.log());
  }

  Confirmation confirmation(String rule) {
    return confirmations.computeIfAbsent(rule, name -> new Confirmation(1, clock.nowOfDayNanos()));
  }

  /** What goes back by itself unless it is kept. */
  private Optional<Standing> standing() {
    return datapath
        .unconfirmed()
        .map(
            open ->
                Standing.of(
                    RuleDifference.between(open.fallback(), datapath.rules()),
                    open.deadlineNanos() - time.monotonicNanos()));
  }

  void carryOut(Command.OfRules command) {
    if (policy.readOnly()) {
      refuse(command);
    } else if (command instanceof Command.ChangeRules asked) {
      answer = tryToMake(asked, asked.change());
    } else if (command instanceof Command.Redo asked) {
      answer = tryToRedo(asked);
    } else if (command instanceof Command.Undo asked) {
      undo(asked);
    } else if (command instanceof Command.Keep) {
      keep();
    }
  }

  private void refuse(Command.OfRules command) {
    if (command instanceof Command.Change asked) {
      answer = refused(asked, READ_ONLY);
    } else {
      announcer.say(READ_ONLY);
    }
  }

  private ChangeAnswer tryToMake(Command.ChangeRules asked, RuleChange change) {
    List<Rule> before = datapath.rules();
    List<Rule> after;
    try {
      after = change.applyTo(before);
    } catch (IllegalArgumentException e) {
      return refused(asked, Notice.warning(e.getMessage()));
    }
    if (RuleDifference.between(before, after).isEmpty()) {
      announcer.say(Notice.information(change.rule() + " is like that already"));
      return ChangeAnswer.made(asked.ticket());
    }
    Objections objections = Objections.to(before, after, interfaces);
    if (objections.refusal().isPresent()) {
      return refused(asked, Notice.warning(objections.refusal().get()));
    }
    Optional<ChangeAnswer> guarded =
        guard(asked, asked.isConfirmed(), change.rule(), before, after);
    if (guarded.isPresent()) {
      return guarded.get();
    }
    try {
      history.changed(put(before, after, LoggedChange.Kind.CHANGED, objections.warning()));
      return ChangeAnswer.made(asked.ticket());
    } catch (DatapathException e) {
      return refused(asked, Notice.alarm(e.getMessage()));
    }
  }

  private ChangeAnswer refused(Command.Change asked, Notice notice) {
    announcer.say(notice);
    return ChangeAnswer.refused(asked.ticket(), notice.text());
  }

  /** What hits the operator's own session is made when its rule's name was typed. */
  private Optional<ChangeAnswer> guard(
      Command.Change asked, boolean confirmed, String rule, List<Rule> before, List<Rule> after) {
    if (confirmed) {
      return Optional.empty();
    }
    Optional<Carrier> hit = new Guard(before, after, interfaces).hit(session.carriers());
    return hit.map(
        carrier -> {
          String reason = "nothing changed: this would hit your own session, " + carrier.what();
          return new ChangeAnswer(
              asked.ticket(),
              Optional.of(reason),
              Optional.of(new ChangeAnswer.Guarded(rule, reason)));
        });
  }

  /** Takes the newest change back, if it still is the one that the operator saw as such. */
  private void undo(Command.Undo asked) {
    Optional<LoggedChange> newest = history.undoable();
    if (newest.isEmpty() || newest.get().number() != asked.number()) {
      announcer.say(Notice.warning("nothing undone: that change is not in force any more"));
      return;
    }
    try {
      put(datapath.rules(), newest.get().before(), LoggedChange.Kind.UNDONE, Optional.empty());
      history.undone();
    } catch (DatapathException e) {
      announcer.say(Notice.alarm(e.getMessage()));
    }
  }

  /** Makes the change again that was undone last, if nothing was changed since. */
  private ChangeAnswer tryToRedo(Command.Redo asked) {
    Optional<LoggedChange> undone = history.redoable();
    if (undone.isEmpty() || undone.get().number() != asked.number()) {
      return refused(asked, Notice.warning("nothing redone: the rules were changed since"));
    }
    List<Rule> before = datapath.rules();
    List<Rule> after = undone.get().after();
    String rule =
        RuleDifference.between(before, after).stream()
            .findFirst()
            .map(RuleDifference::rule)
            .orElse("");
    Optional<ChangeAnswer> guarded = guard(asked, asked.isConfirmed(), rule, before, after);
    if (guarded.isPresent()) {
      return guarded.get();
    }
    try {
      history.redone(put(before, after, LoggedChange.Kind.REDONE, Optional.empty()));
      return ChangeAnswer.made(asked.ticket());
    } catch (DatapathException e) {
      return refused(asked, Notice.alarm(e.getMessage()));
    }
  }

  /** Puts rules in force, for a while or for good, and says so. */
  private LoggedChange put(
      List<Rule> before, List<Rule> after, LoggedChange.Kind kind, Optional<String> warning) {
    Optional<Unconfirmed> open = datapath.unconfirmed();
    boolean kept = open.isPresent() && isSame(open.get().fallback(), after);
    boolean stands = !kept && (open.isPresent() || Risk.canCut(before, after));
    Optional<Duration> within = policy.confirm().filter(duration -> stands);
    Preview preview = previews.of(before, after);
    if (open.isEmpty()) {
      history.allKept();
    }
    long generation =
        within.isPresent() ? datapath.apply(after, within.get()) : datapath.apply(after);
    LoggedChange change =
        history.record(kind, within.isPresent(), before, after, time.monotonicNanos());
    for (RuleDifference difference : RuleDifference.between(before, after)) {
      confirmations.put(difference.rule(), new Confirmation(generation, change.timeOfDayNanos()));
    }
    String text = warning.orElse(within.isPresent() ? "" : change.text());
    trial.begin(preview, text, warning.isPresent());
    return change;
  }

  private static boolean isSame(List<Rule> one, List<Rule> other) {
    return RuleDifference.between(one, other).isEmpty();
  }

  /** Goes on with the preview of the newest change, and says it when it is done. */
  void advancePreview() {
    trial.advance();
  }

  boolean isPreviewing() {
    return trial.isRunning();
  }

  private void keep() {
    Optional<Unconfirmed> open = datapath.unconfirmed();
    if (open.isEmpty()) {
      announcer.say(Notice.warning("there is no change that waits to be kept"));
      return;
    }
    try {
      datapath.confirm();
      trial.end();
      LoggedChange kept =
          history.record(
              LoggedChange.Kind.KEPT,
              false,
              open.get().fallback(),
              datapath.rules(),
              time.monotonicNanos());
      announcer.say(Notice.information(kept.text()));
    } catch (DatapathException e) {
      announcer.say(Notice.alarm(e.getMessage()));
    }
  }

  /** The program went back to the rules that were kept last. */
  void wentBack(DatapathEvent.WentBack event) {
    List<Rule> before = history.inForce();
    LoggedChange change =
        history.record(
            LoggedChange.Kind.WENT_BACK, false, before, datapath.rules(), event.atNanos());
    history.wentBack();
    trial.end();
    List<String> what = new ArrayList<>();
    for (RuleDifference difference : RuleDifference.between(change.after(), before)) {
      what.add(difference.wentBack());
      confirmations.put(difference.rule(), new Confirmation(event.to(), change.timeOfDayNanos()));
    }
    String text = String.join(", ", what) + " at " + TimeOfDay.text(change.timeOfDayNanos());
    text += policy.confirm().map(within -> ": not kept in " + within.toSeconds() + " s").orElse("");
    boolean late = time.monotonicNanos() - event.atNanos() > LATE_NANOS;
    text += late ? ", while this program stood still" : "";
    announcer.say(Notice.warning(text));
  }
}

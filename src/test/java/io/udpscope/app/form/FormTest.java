package io.udpscope.app.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.change.RuleChange;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be typed, and what is said to it. */
class FormTest {
  private static final Rule RULE = new Rule("dns", Match.ports(new PortRange(53, 53)), Action.DROP);

  private static Form typed(Form form, String text) {
    Form next = form;
    for (char character : text.toCharArray()) {
      next = next.type(character);
    }
    return next;
  }

  private static Form translate(String text) {
    return typed(Form.open(new TranslateForm(RULE)), text);
  }

  private static Form forward(String target) {
    return typed(Form.open(new ForwardForm(RULE)), target);
  }

  private static Form rule() {
    return Form.open(
        new AddRuleForm(List.of("dns"), 0, List.of("eth0", "eth1"), AddRuleForm.Start.NOTHING));
  }

  private static String reason(Form form) {
    return form.problem().map(Form.Problem::reason).orElse("");
  }

  private static Forward made(Form form) {
    RuleChange change = form.change().orElseThrow();
    return ((RuleChange.SetForward) change).forward().orElseThrow();
  }

  @Test
  void textIsEditedWhereTheCursorIs() {
    Form form = translate("6005").home().type('1').end().erase().left().left().type('7');
    assertThat(form.focused().value()).isEqualTo("16700");
    assertThat(form.cursor()).hasValue(3);
    assertThat(form.delete().focused().value()).isEqualTo("1670");
    assertThat(form.clear().focused().value()).isEqualTo("00");
    assertThat(form.clear().end().clear().erase().delete().focused().value()).isEmpty();
    assertThat(form.home().left().cursor()).hasValue(0);
    assertThat(form.end().right().cursor()).hasValue(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "99999999999", "x", "-1", "53 54", "1e3"})
  void whatIsNoPortIsRefused(String port) {
    assertThat(reason(translate(port))).contains("port");
    assertThat(translate(port).change()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "65535", " 53 "})
  void whatIsAPortIsTaken(String port) {
    assertThat(reason(translate(port))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1, 0, 1",
    "10.0.0.1:53, 10.0.0.1, 53, 1",
    "10.0.0.1*7, 10.0.0.1, 0, 7",
    "10.0.0.1:53*1000, 10.0.0.1, 53, 1000",
    "2001:db8::1, 2001:db8::1, 0, 1",
    "[2001:db8::1], 2001:db8::1, 0, 1",
    "[2001:db8::1]:53*2, 2001:db8::1, 53, 2",
    "sink.example.net:53, sink.example.net, 53, 1",
    "3com.example*2, 3com.example, 0, 2",
  })
  void targetsAreReadAndWrittenTheSame(String text, String host, int port, int weight) {
    Target target = made(forward(text)).targets().get(0);
    assertThat(target.host()).isEqualTo(host);
    assertThat(target.port()).isEqualTo(port);
    assertThat(target.weight()).isEqualTo(weight);
    Rule edited = RULE.withForward(Optional.of(made(forward(text))));
    Form again = Form.open(new ForwardForm(edited));
    assertThat(made(again)).isEqualTo(made(forward(text)));
  }

  @Test
  void aTargetIsDownOrHasAWayOfItsOwn() {
    Target target = made(forward("10.0.0.1 down via eth1 02:42:ac:11:00:03")).targets().get(0);
    assertThat(target.down()).isTrue();
    assertThat(target.interfaceName()).contains("eth1");
    assertThat(target.mac().orElseThrow()).hasToString("02:42:ac:11:00:03");
    Rule edited = RULE.withForward(Optional.of(Forward.to(List.of(target))));
    assertThat(Form.open(new ForwardForm(edited)).focused().value())
        .isEqualTo("10.0.0.1 down via eth1 02:42:ac:11:00:03");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.256, not an IP address",
    "10.0.0.1:0, a port is 1 to 65535",
    "10.0.0.1:, a port is",
    "10.0.0.1:53*0, weight is 1 to 1000",
    "10.0.0.1:53*, weight is a number",
    "10.0.0.1:53*1001, weight is 1 to 1000",
    ":53, needs an address",
    "[2001:db8::1, bracket",
    "[2001:db8::1]x, not understood: x",
    "10.0.0.1 up, not understood: up",
    "10.0.0.1 via, which interface",
    "10.0.0.1 via eth1 02:42, not a MAC address",
    "10.0.0.1 via eth1 02:42:ac:11:00:03 x, not understood: x",
  })
  void whatIsNoTargetIsRefused(String text, String reason) {
    assertThat(reason(forward(text))).contains(reason);
  }

  @Test
  void oneTargetOnlyOnce() {
    Form form = typed(forward("10.0.0.1:53").next(), "10.0.0.1:53*2");
    assertThat(form.problem()).contains(new Form.Problem(1, "this target is there already"));
  }

  @Test
  void aTargetOfTheOtherVersionThanTheMatchIsRefused() {
    Rule six =
        RULE.withMatch(
            new Match(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Prefix.parse("2001:db8::53")),
                PortRange.ANY));
    Form form = typed(Form.open(new ForwardForm(six)), "10.0.0.1");
    assertThat(reason(form))
        .isEqualTo("IPv6 packets cannot be sent to 10.0.0.1 with their source kept");
  }

  @Test
  void aTargetThatTheRuleItselfMatchesIsRefusedOnItsLine() {
    Rule loop =
        RULE.withMatch(
            new Match(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Prefix.parse("10.0.0.0/24")),
                new PortRange(53, 53)));
    Form form = typed(typed(Form.open(new ForwardForm(loop)), "10.0.1.1").next(), "10.0.0.9");
    assertThat(form.problem().orElseThrow().field()).isEqualTo(1);
    assertThat(reason(form)).contains("10.0.0.9 is what the rule matches");
  }

  @Test
  void aSourceOfTheOtherVersionIsRefusedOnItsLine() {
    Form form = forward("10.0.0.1").focusOn(4);
    Form wrong = typed(form.end().clear(), "2001:db8::1");
    assertThat(wrong.problem().orElseThrow().field()).isEqualTo(4);
  }

  private static final int STRATEGY = 2;
  private static final int PATH = 3;
  private static final int SOURCE = 4;
  private static final int REPLIES = 5;

  private static Form at(Form form, int field, String text) {
    return typed(form.focusOn(field).end().clear(), text);
  }

  private static String hint(Form form) {
    return ((Field.Text) form.fields().get(SOURCE)).hint();
  }

  @Test
  void theSourceIsTheClientsUnlessASocketSends() {
    Form far = forward("10.0.0.1");
    assertThat(made(far).source()).isEqualTo(Source.KEEP);
    assertThat(hint(far)).startsWith("empty: keep;");
    for (Form ours :
        List.of(forward("127.0.0.1"), forward("::1"), at(far, PATH, "r"), at(far, STRATEGY, "a"))) {
      assertThat(made(ours).source()).isEqualTo(Source.MASQUERADE);
      assertThat(hint(ours)).startsWith("empty: masquerade;");
    }
    Form near = typed(far.next(), "127.0.0.1");
    assertThat(made(near).source()).isEqualTo(Source.MASQUERADE);
    assertThat(made(near.clear()).source()).isEqualTo(Source.KEEP);
  }

  @Test
  void aSourceThatIsThereStaysUntilAnotherIsTyped() {
    Rule edited = RULE.withForward(Optional.of(made(forward("10.0.0.1"))));
    Form form = Form.open(new ForwardForm(edited));
    assertThat(made(at(form, PATH, "r")).source()).isEqualTo(Source.KEEP);
    assertThat(made(at(at(form, PATH, "r"), SOURCE, "")).source()).isEqualTo(Source.MASQUERADE);
  }

  @Test
  void whatNobodyCanSendIsRefusedOnTheLineThatIsWrong() {
    Form near = forward("127.0.0.1:6000");
    assertThat(at(near, SOURCE, "keep").problem().orElseThrow().field()).isEqualTo(SOURCE);
    assertThat(reason(at(near, SOURCE, "keep"))).contains("masquerade");
    assertThat(at(near, PATH, "k").problem().orElseThrow().field()).isEqualTo(PATH);
    assertThat(reason(at(near, PATH, "k"))).contains("only a socket reaches 127.0.0.1");
    Form toAll = at(forward("10.0.0.1"), STRATEGY, "a");
    assertThat(at(toAll, PATH, "k").problem().orElseThrow().field()).isEqualTo(PATH);
    Form answered = at(at(toAll, SOURCE, "keep"), REPLIES, "y");
    assertThat(answered.problem().orElseThrow().field()).isEqualTo(SOURCE);
    assertThat(at(answered, SOURCE, "").problem()).isEmpty();
  }

  @Test
  void saysToWhichTargetsTheRelaySends() {
    Form form = typed(forward("10.0.0.1").next(), "127.0.0.1:6000");
    ForwardFields template = form.template().forward().orElseThrow();
    assertThat(template.isRelayed(form.fields(), 0)).isFalse();
    assertThat(template.isRelayed(form.fields(), 1)).isTrue();
    List<Field> all = at(form, STRATEGY + 1, "a").fields();
    assertThat(template.isRelayed(all, 0)).isTrue();
    List<Field> kernel = at(form, PATH + 1, "k").fields();
    assertThat(template.isRelayed(kernel, 1)).isFalse();
  }

  @Test
  void thereIsAlwaysALineForOneMoreTarget() {
    Form form = Form.open(new ForwardForm(RULE));
    int lines = form.fields().size();
    assertThat(form.change()).contains(new RuleChange.SetForward("dns", Optional.empty()));
    Form one = typed(form, "10.0.0.1");
    assertThat(one.fields()).hasSize(lines + 1);
    Form two = typed(one.next(), "10.0.0.2");
    assertThat(two.fields()).hasSize(lines + 2);
    assertThat(made(two).targets()).hasSize(2);
    Form cleared = two.clear();
    assertThat(cleared.fields()).hasSize(lines + 1);
    assertThat(made(cleared).targets()).hasSize(1);
    Form firstCleared = two.previous().clear();
    assertThat(made(firstCleared).targets()).extracting(Target::host).containsExactly("10.0.0.2");
  }

  @ParameterizedTest
  @CsvSource({
    "3, 10.0.0.300, 'keep, masquerade, or an address of ours'",
    "5, 0-9, reply ports begin at 1",
    "5, 9-1, the first port is above the last",
    "6, 0, 1 to 86400 seconds",
    "6, x, 1 to 86400 seconds",
  })
  void theOtherFieldsOfAForwardAreChecked(int field, String text, String reason) {
    Form form = forward("10.0.0.1").focusOn(field + 1);
    Form wrong = typed(form.end().clear(), text);
    assertThat(wrong.problem()).contains(new Form.Problem(field + 1, reason));
  }

  @Test
  void wordsAreChosenByArrowsSpaceAndFirstLetter() {
    Form form = forward("10.0.0.1").focusOn(2);
    assertThat(form.focused().value()).isEqualTo("src-ip");
    assertThat(form.right().focused().value()).isEqualTo("src-port");
    assertThat(form.left().focused().value()).isEqualTo("all");
    assertThat(form.type(' ').focused().value()).isEqualTo("src-port");
    assertThat(form.type('r').focused().value()).isEqualTo("round-robin");
    assertThat(form.type('s').focused().value()).isEqualTo("src-port");
    assertThat(form.type('z').focused().value()).isEqualTo("src-ip");
    assertThat(form.erase().delete().clear().home().end().focused().value()).isEqualTo("src-ip");
  }

  @ParameterizedTest
  @CsvSource({
    "0, dns, there is a rule of that name",
    "0, ' ', a rule needs a name",
    "1, eth9, 'the session is on eth0, eth1 only'",
    "2, 10.0.0.0/33, not a prefix",
    "3, 10.0.0, not a prefix",
    "4, 70000, a port is 0 to 65535",
    "4, a-b, ports are written",
  })
  void theFieldsOfARuleAreChecked(int field, String text, String reason) {
    Form form = typed(rule().focusOn(field).clear(), text);
    assertThat(form.problem().orElseThrow().field()).isEqualTo(field);
    assertThat(reason(form)).contains(reason);
  }

  @Test
  void aRuleHasOneIpVersion() {
    Form form = typed(typed(rule().focusOn(2), "10.0.0.0/8").next(), "2001:db8::/32");
    assertThat(reason(form)).contains("different IP versions");
  }

  @Test
  void whatWasSaidGoesWithTheNextCharacter() {
    Form refused = translate("5353").refused("no space left");
    assertThat(refused.complaint().orElseThrow().reason()).isEqualTo("no space left");
    assertThat(refused.left().complaint()).isPresent();
    assertThat(refused.type('0').complaint()).isEmpty();
  }

  @Test
  void textHasAnEnd() {
    assertThat(translate("1".repeat(5000)).focused().value()).hasSize(200);
  }
}

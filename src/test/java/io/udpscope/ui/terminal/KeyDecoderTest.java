package io.udpscope.ui.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.key.Key;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyDecoderTest {
  private final KeyDecoder decoder = new KeyDecoder();

  private List<Key> decode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return decoder.decode(bytes, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "[A,UP",
    "OA,UP",
    "[B,DOWN",
    "OB,DOWN",
    "[C,RIGHT",
    "[D,LEFT",
    "[H,HOME",
    "OH,HOME",
    "[1~,HOME",
    "[7~,HOME",
    "[F,END",
    "OF,END",
    "[4~,END",
    "[5~,PAGE_UP",
    "[6~,PAGE_DOWN",
    "[Z,SHIFT_TAB",
    "[1;5A,UP",
    "[6;2~,PAGE_DOWN",
    "OM,ENTER",
    "[3~,DELETE",
    "[2~,OTHER",
    "[15~,OTHER",
    "[[A,OTHER",
    "OP,OTHER",
    "[200~,OTHER",
    "[?1;2c,OTHER",
    "[12;40R,OTHER",
    "d,OTHER"
  })
  void knowsTheSequencesOfTerminals(String sequence, Key.Kind kind) {
    assertThat(decode("\u001b" + sequence)).containsExactly(Key.of(kind));
    assertThat(decoder.isUndecided()).isFalse();
  }

  @Test
  void terminalsDisagreeOnWhatBackspaceSends() {
    assertThat(decode("\u007f\b"))
        .containsExactly(Key.of(Key.Kind.BACKSPACE), Key.of(Key.Kind.BACKSPACE));
  }

  @Test
  void aSequenceMayArriveInPieces() {
    List<Key> keys = new ArrayList<>();
    for (String piece : List.of("\u001b", "[", "6", "~", "j")) {
      keys.addAll(decode(piece));
    }
    assertThat(keys).containsExactly(Key.of(Key.Kind.PAGE_DOWN), Key.of('j'));
  }

  @Test
  void anEscapeAloneIsTheEscapeKeyOnceNothingFollows() {
    assertThat(decode("\u001b")).isEmpty();
    assertThat(decoder.isUndecided()).isTrue();
    assertThat(decoder.decide()).isEqualTo(Key.of(Key.Kind.ESCAPE));
    assertThat(decode("q")).containsExactly(Key.of('q'));
  }

  @Test
  void controlKeysAreThemselves() {
    assertThat(decode("\u0003\u001a\u001c\u000c\t\r"))
        .containsExactly(
            Key.control('C'),
            Key.control('Z'),
            Key.control('\\'),
            Key.control('L'),
            Key.of(Key.Kind.TAB),
            Key.of(Key.Kind.ENTER));
  }

  @Test
  void charactersOfSeveralBytesAreOneKey() {
    assertThat(decode("ä中😀x"))
        .containsExactly(Key.of('ä'), Key.of('中'), Key.of(Key.Kind.OTHER), Key.of('x'));
  }

  @Test
  void noSequenceIsTakenForKeysThatChangeTraffic() {
    assertThat(decode("\u001b[d\u001b[999d\u001b[<0;1;1d\u001bOd"))
        .allMatch(key -> key.kind() != Key.Kind.CHARACTER);
  }

  @Test
  void anyBytesAreDecoded() {
    SplittableRandom random = new SplittableRandom(3);
    byte[] bytes = new byte[4096];
    for (int i = 0; i < 200; i++) {
      random.nextBytes(bytes);
      decoder.decode(bytes, bytes.length);
    }
    decode("\u001b[A"); // whatever state that left
    assertThat(decode("\u001b[A")).last().isEqualTo(Key.of(Key.Kind.UP));
  }
}

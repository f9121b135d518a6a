package io.udpscope.app.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappedTextTest {
  @Test
  void breaksAtSpacesWhereItCan() {
    assertThat(WrappedText.lines("in the last minute", 11))
        .containsExactly("in the last", "minute");
    assertThat(WrappedText.lines("in the last minute", 10))
        .containsExactly("in the", "last", "minute");
    assertThat(WrappedText.lines("abcdefgh", 3)).containsExactly("abc", "def", "gh");
    assertThat(WrappedText.lines("", 3)).containsExactly("");
  }

  @Test
  void leavesRoomForSignsThatTakeTwoColumns() {
    assertThat(WrappedText.lines("PASS → DROP now", 11)).containsExactly("PASS →", "DROP now");
  }

  @Test
  void doesNotLoopWhereThereIsNoRoom() {
    assertThat(WrappedText.lines("ab", 1)).containsExactly("ab");
    assertThat(WrappedText.lines("ab", -2)).containsExactly("ab");
    assertThat(WrappedText.lines("→→", 2)).containsExactly("→", "→");
  }
}

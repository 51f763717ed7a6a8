// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LookTest {

  @Test
  @DisplayName("colour is for terminals, unless NO_COLOR or TERM say no")
  void colour() {
    assertThat(QuickStart.look(Map.of("TERM", "xterm"), true, UTF_8).colour()).isTrue();
    assertThat(QuickStart.look(Map.of("NO_COLOR", ""), true, UTF_8).colour()).isTrue();
    assertThat(QuickStart.look(Map.of("TERM", "xterm"), false, UTF_8).colour()).isFalse();
    assertThat(QuickStart.look(Map.of("NO_COLOR", "1"), true, UTF_8).colour()).isFalse();
    assertThat(QuickStart.look(Map.of("TERM", "dumb"), true, UTF_8).colour()).isFalse();
  }

  @Test
  @DisplayName("dots are for character sets that have them")
  void dots() {
    assertThat(QuickStart.look(Map.of(), false, UTF_8).dots()).isTrue();
    assertThat(QuickStart.look(Map.of(), false, US_ASCII).dots()).isFalse();
  }
}

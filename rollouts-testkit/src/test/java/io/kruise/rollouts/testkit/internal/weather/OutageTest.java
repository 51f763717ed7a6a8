// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
@DisplayName("a time in which something does not work")
class OutageTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Outage outage = new Outage("down", now::get);

  @Test
  @DisplayName("ends when it was said to, and the longest counts")
  void ends() {
    assertThat(outage.meet()).isEmpty();
    outage.last(Duration.ofSeconds(10));
    outage.last(Duration.ofSeconds(5));

    assertThat(outage.meet()).contains(Duration.ofSeconds(10));
    now.updateAndGet(at -> at.plusSeconds(9));
    assertThat(outage.meet()).contains(Duration.ofSeconds(1));
    now.updateAndGet(at -> at.plusSeconds(1));
    assertThat(outage.meet()).isEmpty();
  }

  @Test
  @DisplayName("is pending until somebody met it")
  void pending() {
    outage.last(Duration.ofSeconds(10));
    assertThat(outage.pending()).containsExactly("down(PT10S)");

    now.updateAndGet(at -> at.plusSeconds(20));
    assertThat(outage.meet()).isEmpty();
    assertThat(outage.pending()).containsExactly("down(PT10S)");

    outage.last(Duration.ofSeconds(10));
    assertThat(outage.meet()).isPresent();
    assertThat(outage.pending()).isEmpty();
  }
}

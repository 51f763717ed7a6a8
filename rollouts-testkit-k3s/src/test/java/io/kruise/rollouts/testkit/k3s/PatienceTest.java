// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("asking until nothing is amiss")
class PatienceTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final Patience patience =
      new Patience(now::get, () -> now.addAndGet(Duration.ofSeconds(1).toNanos()));

  @Test
  @DisplayName("ends with the first good answer")
  void good() {
    assertThat(patience.until(Duration.ofMinutes(1), () -> amissUntil(3))).isEmpty();
    assertThat(asked).hasValue(3);
  }

  @Test
  @DisplayName("ends with what is amiss when the time is over, and asks once more then")
  void over() {
    assertThat(patience.until(Duration.ofSeconds(5), () -> amissUntil(100))).contains("amiss at 6");
    assertThat(now).hasValue(Duration.ofSeconds(5).toNanos());
  }

  private Optional<String> amissUntil(int good) {
    int time = asked.incrementAndGet();
    return time == good ? Optional.empty() : Optional.of("amiss at " + time);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.StepReadiness;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@DisplayName("options")
class OptionsTest {

  @Test
  @DisplayName("approve: the release that the workload holds, by STATUS, within 30 s")
  void approveDefaults() {
    assertThat(ApproveOptions.step(2))
        .returns(2, options -> options.stepIndex().getAsInt())
        .returns(ReleaseMatch.heldByWorkload(), ApproveOptions::release)
        .returns(ApproveMethod.STATUS, ApproveOptions::method)
        .returns(Duration.ofSeconds(30), ApproveOptions::confirmWithin);
    assertThat(ApproveOptions.currentStep().stepIndex()).isEmpty();
  }

  @Test
  @DisplayName("approve: each change is a copy and keeps the rest")
  void approveCopies() {
    ApproveOptions plain = ApproveOptions.step(2);
    ApproveOptions changed =
        plain.ofRelease("r2").by(ApproveMethod.SPEC).withConfirmWithin(Duration.ofSeconds(5));

    assertThat(changed.stepIndex()).hasValue(2);
    assertThat(changed.release().rolloutId()).contains("r2");
    assertThat(changed.method()).isEqualTo(ApproveMethod.SPEC);
    assertThat(changed.confirmWithin()).isEqualTo(Duration.ofSeconds(5));
    assertThat(plain.method()).isEqualTo(ApproveMethod.STATUS);
    assertThat(plain.release().needsWorkload()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  @DisplayName("approve: steps count from 1")
  void approveFromOne(int step) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApproveOptions.step(step))
        .withMessageContaining("" + step);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  @DisplayName("a bound is positive")
  void boundIsPositive(long millis) {
    Duration bound = Duration.ofMillis(millis);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApproveOptions.step(1).withConfirmWithin(bound));
    assertThatIllegalArgumentException().isThrownBy(() -> WaitOptions.atMost(bound));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WaitOptions.defaults().withRecheckEvery(bound));
  }

  @Test
  @DisplayName("wait: ten minutes, a re-check every five seconds; each change is a copy")
  void waitDefaults() {
    Consumer<StepReadiness> listener = readiness -> {};
    WaitOptions plain = WaitOptions.defaults();
    WaitOptions changed =
        WaitOptions.atMost(Duration.ofSeconds(7))
            .withRecheckEvery(Duration.ofMillis(100))
            .withProgressListener(listener);

    assertThat(plain.timeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(plain.recheckPeriod()).isEqualTo(Duration.ofSeconds(5));
    assertThat(changed.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(changed.recheckPeriod()).isEqualTo(Duration.ofMillis(100));
    assertThat(changed.progressListener()).isSameAs(listener);
  }

  @Test
  @DisplayName("wait: a re-check comes every 100 ms at most")
  void recheckIsBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WaitOptions.defaults().withRecheckEvery(Duration.ofMillis(99)))
        .withMessageContaining("PT0.099S");
  }

  @ParameterizedTest
  @CsvSource({"'', demo", "default, ''", "' ', demo"})
  @DisplayName("a Rollout's address has no blank part")
  void address(String namespace, String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new RolloutRef(namespace, name));
    assertThat(new RolloutRef("default", "demo")).hasToString("default/demo");
  }
}

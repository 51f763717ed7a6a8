// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kruise.rollouts.client.support.RolloutFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
@DisplayName("the clock of a step that stands still")
class StallWatchTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** A reading, so many seconds after the start. */
  record Seen(int at, RolloutFixture state) {}

  /** Readings, and for how long the step has stood still at second 100. */
  record Story(String title, int idle, boolean stalled, List<Seen> readings) {
    @Override
    public String toString() {
      return title;
    }
  }

  private static Story story(String title, int idle, boolean stalled, Seen... readings) {
    return new Story(title, idle, stalled, Arrays.asList(readings));
  }

  private static Seen at(int second, RolloutFixture state) {
    return new Seen(second, state);
  }

  private static RolloutFixture upgrading() {
    return demo().rolling(2, "StepUpgrade").pods(3, 1);
  }

  static Stream<Story> stories() {
    return Stream.of(
        story("nothing was seen", 0, false),
        story("it runs while a step upgrades", 100, true, at(0, upgrading())),
        story("the same again is no progress", 100, true, at(0, upgrading()), at(50, upgrading())),
        story("at the bound it is stalled", 60, true, at(40, upgrading())),
        story("below the bound it is not", 59, false, at(41, upgrading())),
        story(
            "one more pod ready is progress",
            50,
            false,
            at(0, upgrading()),
            at(50, upgrading().pods(3, 2))),
        story(
            "one more pod updated is progress",
            50,
            false,
            at(0, upgrading()),
            at(50, upgrading().pods(4, 1))),
        story(
            "another state is progress",
            50,
            false,
            at(0, upgrading()),
            at(50, demo().rolling(2, "StepTrafficRouting").pods(3, 1))),
        story(
            "another step is progress, also with fewer pods ready",
            50,
            false,
            at(0, upgrading()),
            at(50, demo().rolling(3, "StepUpgrade").pods(3, 0))),
        story(
            "another release is progress",
            50,
            false,
            at(0, upgrading()),
            at(50, upgrading().revision("rev3"))),
        story(
            "another Rollout of the name is progress",
            50,
            false,
            at(0, upgrading()),
            at(50, upgrading().uid("uid-2"))),
        story(
            "fewer pods ready is no progress",
            100,
            true,
            at(0, upgrading()),
            at(50, upgrading().pods(3, 0))),
        story(
            "pods that come and go are no progress",
            100,
            true,
            at(0, upgrading()),
            at(30, upgrading().pods(3, 0)),
            at(60, upgrading().pods(3, 1)),
            at(90, upgrading().pods(3, 0))),
        story("it stands while the step waits for an approval", 0, false, at(0, demo().paused(1))),
        story("it stands in a timed pause", 0, false, at(0, demo().pause(1, 600).paused(1))),
        story(
            "it runs at a last step of 100%, which passes by itself",
            100, true, at(0, demo().paused(3))),
        story("it runs in StepReady", 100, true, at(0, demo().rolling(1, "StepReady"))),
        story(
            "it stands while the Rollout is held",
            0,
            false,
            at(0, demo().heldAt(2, "StepUpgrade"))),
        story(
            "held, it keeps what it has, and goes on afterwards",
            70,
            true,
            at(0, upgrading()),
            at(40, demo().heldAt(2, "StepUpgrade").pods(3, 1)),
            at(70, upgrading())),
        story(
            "held, it is not stalled, however long it stood before",
            80,
            false,
            at(0, upgrading()),
            at(80, demo().heldAt(2, "StepUpgrade").pods(3, 1))),
        story("it stands before the first step", 0, false, at(0, demo().initializing())),
        story("it stands without a release", 0, false, at(0, demo().succeeded())),
        story(
            "a time that goes back counts as the last one",
            50,
            false,
            at(50, upgrading()),
            at(20, upgrading())));
  }

  @ParameterizedTest
  @MethodSource("stories")
  @DisplayName("runs, stands and begins anew")
  void table(Story story) {
    StallWatch watch = StallWatch.begin(BOUND, START);
    for (Seen seen : story.readings()) {
      watch = watch.see(seen.state().view(), START.plusSeconds(seen.at()));
    }
    Instant now = START.plusSeconds(100);
    assertThat(watch.idle(now)).isEqualTo(Duration.ofSeconds(story.idle()));
    assertThat(watch.stalled(now)).isEqualTo(story.stalled());
    assertThat(watch.stalledAt().filter(moment -> !moment.isAfter(now)).isPresent())
        .as("the moment to look again agrees")
        .isEqualTo(story.stalled());
  }

  @Test
  @DisplayName("says when to look again, and nothing while it stands")
  void stalledAt() {
    StallWatch watch = StallWatch.begin(BOUND, START);
    assertThat(watch.stalledAt()).isEmpty();
    StallWatch running = watch.see(upgrading().view(), START.plusSeconds(5));
    assertThat(running.stalledAt()).contains(START.plusSeconds(65));
    assertThat(running.see(upgrading().view(), START.plusSeconds(30)).stalledAt())
        .contains(START.plusSeconds(65));
    assertThat(running.see(demo().paused(2).view(), START.plusSeconds(30)).stalledAt()).isEmpty();
  }

  @Test
  @DisplayName("wants a positive bound")
  void bound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StallWatch.begin(Duration.ZERO, START))
        .withMessageContaining("positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StallWatch.begin(Duration.ofSeconds(-1), START));
  }
}

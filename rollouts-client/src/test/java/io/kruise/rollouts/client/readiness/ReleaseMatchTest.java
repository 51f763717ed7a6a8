// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.Workloads.atRest;
import static io.kruise.rollouts.client.support.Workloads.deployment;
import static io.kruise.rollouts.client.support.Workloads.labelled;
import static io.kruise.rollouts.client.support.Workloads.releasing;
import static io.kruise.rollouts.client.support.Workloads.unlabelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.kruise.rollouts.client.support.RolloutFixture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@DisplayName("which release is meant")
class ReleaseMatchTest {

  /**
   * The status is r2 of revision rev2, seen at the workload's generation 2, but for what is said.
   */
  static Stream<Arguments> matches() {
    RolloutFixture r2 = demo().paused(1);
    ReleaseMatch any = ReleaseMatch.whateverTheStatusShows();
    ReleaseMatch seen = ReleaseMatch.rolloutId("r2").seenIn(r2.view());
    return Stream.of(
        arguments("whatever", any, demo().paused(1), true),
        arguments("whatever, without a step status", any, demo().continuous(), false),
        arguments("the id", ReleaseMatch.rolloutId("r2"), demo().paused(1), true),
        arguments("another id", ReleaseMatch.rolloutId("r3"), demo().paused(1), false),
        arguments("id and generation", startedBy("r2", 2), demo().paused(1), true),
        arguments("a later generation in the status", startedBy("r2", 1), demo().paused(1), true),
        arguments("the id, copied too early", startedBy("r2", 3), demo().paused(1), false),
        arguments("no label, the revision", startedBy(null, 2), demo().paused(1).id("rev2"), true),
        arguments(
            "no label, rollback- and the revision",
            startedBy(null, 2),
            demo().paused(1).id("rollback-rev2"),
            true),
        arguments("no label, v0.5", startedBy(null, 2), demo().paused(1).id(""), true),
        arguments("no label, an older status", startedBy(null, 3), demo().paused(1).id(""), false),
        arguments("no label, a label's id", startedBy(null, 2), demo().paused(1), false),
        arguments("seen", seen, demo().paused(2), true),
        arguments("seen, another revision", seen, demo().paused(2).revision("rev3"), false),
        arguments("seen, another id", seen, demo().paused(2).id("r3"), false));
  }

  @Test
  @DisplayName("a workload that was never sent has no generation, and names no release")
  void needsTheGeneration() {
    Deployment local =
        new DeploymentBuilder().withNewMetadata().withName("web").endMetadata().build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReleaseMatch.startedBy(local))
        .withMessageContaining("web has no metadata.generation");
  }

  private static ReleaseMatch startedBy(@Nullable String rolloutId, long generation) {
    return ReleaseMatch.startedBy(deployment(rolloutId, generation));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource
  void matches(String title, ReleaseMatch release, RolloutFixture state, boolean expected) {
    assertThat(release.matches(state.view())).as(title).isEqualTo(expected);
  }

  @Test
  @DisplayName("only the default needs the workload, and it is settled by it")
  void heldByWorkloadIsResolved() {
    ReleaseMatch held = ReleaseMatch.heldByWorkload();

    assertThat(held.needsWorkload()).isTrue();
    assertThat(ReleaseMatch.whateverTheStatusShows().needsWorkload()).isFalse();
    assertThat(ReleaseMatch.rolloutId("r2").needsWorkload()).isFalse();
    assertThat(startedBy("r2", 2).needsWorkload()).isFalse();

    assertThat(held.resolvedBy(labelled("r2", 2)).matches(demo().paused(1).view())).isTrue();
    assertThat(held.resolvedBy(labelled("r3", 3)).matches(demo().paused(1).view())).isFalse();
    assertThat(held.resolvedBy(unlabelled(3)).matches(demo().paused(1).id("").view())).isFalse();
    assertThat(held.resolvedBy(null).matches(demo().paused(1).view())).isTrue();
  }

  @Test
  @DisplayName("a named release takes the generation off a workload that holds it, and only then")
  void namedReleaseIsNarrowed() {
    RolloutView copiedEarly = demo().succeeded().release("r2", "rev1", 1).view();
    ReleaseMatch named = ReleaseMatch.rolloutId("r2");

    assertThat(named.matches(copiedEarly)).isTrue();
    assertThat(named.resolvedBy(labelled("r2", 2)).matches(copiedEarly)).isFalse();
    assertThat(named.resolvedBy(labelled("r3", 9)).matches(demo().paused(1).view())).isTrue();
    assertThat(named.resolvedBy(null)).isSameAs(named);
    assertThat(startedBy("r2", 2).resolvedBy(labelled("r2", 9)).matches(demo().paused(1).view()))
        .as("the write's own generation counts, not a later one")
        .isTrue();
  }

  @Test
  @DisplayName("another object under the name is told by its uid once the release was seen")
  void tellsARecreatedRollout() {
    ReleaseMatch release = ReleaseMatch.rolloutId("r2");
    ReleaseMatch seen = release.seenIn(demo().paused(1).view());

    assertThat(release.seen()).isFalse();
    assertThat(release.recreated(demo().uid("uid-2").view())).isFalse();
    assertThat(seen.seen()).isTrue();
    assertThat(seen.recreated(demo().uid("uid-2").view())).isTrue();
    assertThat(seen.recreated(demo().view())).isFalse();
  }

  @Test
  @DisplayName("a later release is known by a newer look at the workload with another id")
  void tellsAnOvertakenRelease() {
    RolloutView r3 = demo().paused(1).release("r3", "rev3", 5).view();

    assertThat(startedBy("r2", 2).overtaken(r3)).isTrue();
    assertThat(startedBy("r2", 6).overtaken(r3)).as("the status is older").isFalse();
    assertThat(startedBy("r3", 2).overtaken(r3)).as("it is the release").isFalse();
    assertThat(startedBy(null, 2).overtaken(r3)).as("without a label nothing tells").isFalse();
    assertThat(ReleaseMatch.rolloutId("r2").overtaken(r3)).as("no generation known").isFalse();
  }

  @Test
  @DisplayName(
      "a change of the label leaves the generation: an equal one tells nothing of before and after")
  void labelAloneOvertakesNothing() {
    RolloutView notCopiedYet = demo().succeeded().release("r1", "rev1", 1).view();

    assertThat(ReleaseMatch.startedBy(atRest("r2", 1)).overtaken(notCopiedYet)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  @DisplayName("a rollout-id is not blank")
  void refusesABlankId(String id) {
    assertThatIllegalArgumentException().isThrownBy(() -> ReleaseMatch.rolloutId(id));
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway does
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> ReleaseMatch.rolloutId(null));
    assertThatNullPointerException().isThrownBy(() -> ReleaseMatch.startedBy((WorkloadFacts) null));
  }

  @Test
  @DisplayName("it says which one it means")
  void reads() {
    assertThat(ReleaseMatch.heldByWorkload()).hasToString("the release that the workload holds");
    assertThat(ReleaseMatch.whateverTheStatusShows()).hasToString("the release in the status");
    assertThat(ReleaseMatch.rolloutId("r2")).hasToString("release r2");
    assertThat(startedBy("r2", 2)).hasToString("release r2");
    assertThat(startedBy(null, 2)).hasToString("the release of workload generation 2");
  }

  @Test
  @DisplayName("the workload's facts are its label, its generation and the webhook's mark")
  void readsTheWorkload() {
    assertThat(WorkloadFacts.of(deployment("r2", 2))).isEqualTo(atRest("r2", 2));
    assertThat(WorkloadFacts.of(deployment(null, 2))).isEqualTo(atRest(null, 2));
    assertThat(WorkloadFacts.of(deployment("", 2))).isEqualTo(atRest(null, 2));
    assertThat(WorkloadFacts.of(releasing("r2", 2))).isEqualTo(labelled("r2", 2));
  }
}

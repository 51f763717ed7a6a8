// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import static io.kruise.rollouts.client.explain.SnapshotFixture.NEW;
import static io.kruise.rollouts.client.explain.SnapshotFixture.NOW;
import static io.kruise.rollouts.client.explain.SnapshotFixture.OLD;
import static io.kruise.rollouts.client.explain.SnapshotFixture.waiting;
import static io.kruise.rollouts.client.support.RolloutFixture.canary;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.explain.NetworkReading.Presence;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@DisplayName("a description")
class DescriptionTest {
  private static Description description() {
    return new Description(
        SnapshotFixture.of(canary(1, "60%", "100%").pause(2, 300).rolling(2, "StepUpgrade"))
            .batch("Progressing", "Upgrading", 1)
            .ready(OLD, 2)
            .ready(NEW, 2)
            .unready(1, waiting("ImagePullBackOff"))
            .network("Service", "web", Presence.FOUND)
            .event("Pod", "pod-4", "Failed", "Back-off pulling image \"x:bad\"")
            .forbidden("ReplicaSets", "list replicasets.apps")
            .build(),
        NOW);
  }

  @Test
  @DisplayName("counts pods by revision and step, the newest revision first")
  void pods() {
    assertThat(description().pods())
        .containsExactly(
            new Description.PodGroup(NEW, true, Optional.of(1), 3, 2),
            new Description.PodGroup(OLD, false, Optional.empty(), 2, 2));
  }

  @Test
  @DisplayName("has the plan, with where the release is in it")
  void steps() {
    assertThat(description().steps())
        .extracting(Description.Step::state)
        .containsExactly("done", "StepUpgrade", "");
  }

  @Test
  @DisplayName("keeps the last Events")
  void events() {
    assertThat(description().lastEvents(10)).hasSize(1);
    assertThat(description().lastEvents(0)).isEmpty();
  }

  @Test
  @DisplayName("reads as a calm table")
  void text() {
    assertThat(description().text())
        .isEqualTo(
            """
            Rollout        default/rollouts-demo
            Status         Progressing/InRolling, step 2/3 StepUpgrade, 2 pods updated, 2 of them ready ("Rollout is in step(2/3), and upgrade workload to new version")
            Workload       Deployment/workload-demo: 5 pods wanted, 0 updated, 0 ready
            Release        r2, revision rev2
            BatchRelease   Progressing, batch 1 of 1 Upgrading

            STEP   REPLICAS   TRAFFIC   THEN         STATE
            1      1          -         approval     done
            2      60%        -         wait 5 min   StepUpgrade
            3      100%       -         go on        -

            REVISION    STEP   PODS   READY
            new (new)   1      3      2
            old         -      2      2

            POD     STEP   STATUS             RESTARTS   AGE
            pod-4   1      ImagePullBackOff   0          4 min

            TRAFFIC   NAME   STATE
            Service   web    found

            CONDITION     STATUS   REASON      SINCE   MESSAGE
            Progressing   True     InRolling   -       -

            EVENT      AGE   OBJECT      MESSAGE
            ! Failed   5 s   Pod/pod-4   Back-off pulling image "x:bad" (3 times)

            NOT SEEN
            ReplicaSets (forbidden, it needs the right to list replicasets.apps)
            """);
  }
}

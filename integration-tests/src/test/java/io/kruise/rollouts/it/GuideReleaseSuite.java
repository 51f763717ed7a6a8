// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveMethod;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

abstract class GuideReleaseSuite {
  /** The cluster that the suite runs on. */
  abstract TestCluster cluster();

  @ParameterizedTest(name = "approved by {0}, over {1}")
  @CsvSource({"STATUS, JDK", "STATUS, VERTX", "SPEC, JDK", "SPEC, VERTX"})
  @DisplayName("updates 1, 5 and 10 pods, with two approvals, and leaves the plan as it was")
  void guide(ApproveMethod method, TestCluster.Http http) {
    try (KubernetesClient kubernetes = cluster().client(http)) {
      String name = (method + "-" + http).toLowerCase(Locale.ROOT);
      Scene scene = Scene.guide(kubernetes, cluster().namespace(), name);
      RolloutView before = scene.ops.get();

      ReleaseMatch release = scene.release("version-2", null);
      assertThat(scene.ops.isCurrentStepReadyForWorkload(3))
          .as("the status before the release is not this one's")
          .isFalse();
      scene.untilAwaiting(1, release);
      assertThat(scene.pods("version-2")).isEqualTo(1);
      assertThat(scene.pods("version-1")).isEqualTo(9);

      Approval first = scene.ops.approve(ApproveOptions.step(1).of(release).by(method));
      assertThat(first.writes()).isPositive();
      scene.untilAwaiting(2, release);
      assertThat(scene.pods("version-2")).isEqualTo(5);
      assertThat(scene.ops.approve(ApproveOptions.step(1).of(release).by(method)).writes())
          .as("approving a passed step again")
          .isZero();

      scene.ops.approve(ApproveOptions.step(2).of(release).by(method));
      RolloutView done = scene.untilCompleted(release);
      assertThat(scene.pods("version-2")).isEqualTo(10);
      assertThat(scene.pods("version-1")).isZero();
      assertThat(done.succeeded()).contains(true);
      assertThat(done.plan()).isEqualTo(before.plan());
      assertThat(scene.ops.isCurrentStepReadyForWorkload(3)).isTrue();
    }
  }
}

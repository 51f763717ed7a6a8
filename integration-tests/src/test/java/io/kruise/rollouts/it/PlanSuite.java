// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.plan.ExplainedStep;
import io.kruise.rollouts.client.plan.RolloutPlan;
import io.kruise.rollouts.client.plan.StepEnd;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Walks plans with odd numbers, and counts the pods that the explanation promised. */
abstract class PlanSuite {
  /** The cluster that the suite runs on. */
  abstract TestCluster cluster();

  @ParameterizedTest(name = "{0}, {1} pods: {2}")
  @CsvSource({
    "partition, 3, 1% 80% 100%",
    "partition, 7, 33% 99% 100%",
    "partition, 10, 3 +10% 99%",
    "partition, 5, 2 5",
    "extra, 3, 80% 100%",
    "extra, 7, 1 33% 99%",
    "blue-green, 3, 80% 100%",
    "blue-green, 7, 33% 99%",
    "blue-green, 5, 2 60%"
  })
  @DisplayName("each step has the pods that the explanation says, and stops where it says")
  void steps(String style, int replicas, String steps) {
    String name = style + "-" + replicas + "-" + Math.abs(steps.hashCode() % 1000);
    RolloutFixture fixture =
        switch (style) {
          case "extra" -> RolloutFixture.canaryWithExtraWorkload(name);
          case "blue-green" -> RolloutFixture.blueGreen(name);
          default -> RolloutFixture.canary(name);
        };
    IntOrString[] amounts =
        Arrays.stream(steps.split(" ")).map(PlanSuite::amount).toArray(IntOrString[]::new);
    RolloutFixture plan = fixture.steps(amounts);
    Scene scene =
        Scene.set(
            cluster().admin(),
            cluster().namespace(),
            name,
            DeploymentFixture.deployment(name).replicas(replicas),
            plan);
    List<ExplainedStep> explained =
        RolloutPlan.of(plan.forDeployment(name).build()).explain(replicas).steps();
    ReleaseMatch release = scene.release("version-2", "r2");
    for (ExplainedStep step : explained) {
      if (step.end() instanceof StepEnd.Approval) {
        scene.untilAwaiting(step.index(), release);
        assertThat(scene.pods("version-2")).as("%s", step).isEqualTo(step.newPods());
        assertThat(scene.pods("version-1")).as("%s", step).isEqualTo(step.oldPods());
        scene.ops.approve(ApproveOptions.step(step.index()).of(release));
      }
    }
    scene.untilCompleted(release);
  }

  /** A text with more than digits is sent as text, a number as a number. */
  private static IntOrString amount(String text) {
    return text.matches("[0-9]+") ? new IntOrString(Integer.valueOf(text)) : new IntOrString(text);
  }
}

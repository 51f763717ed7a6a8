// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The life of a release of a workload that is no Deployment. */
abstract class KindsSuite {
  private static final long PODS = 4;

  /** The cluster that the suite runs on. */
  abstract TestCluster cluster();

  @Test
  @DisplayName(
      "of a StatefulSet: walks, is rolled back in the middle; the next one walks to its end")
  void statefulSet() {
    walksAndRollsBack("apps/v1", "StatefulSet", "canary");
  }

  /** Walks to step 1, is rolled back, and the next one walks to its end. */
  final void walksAndRollsBack(String apiVersion, String kind, String style) {
    boolean blueGreen = style.equals("blue-green");
    String group = apiVersion.contains("kruise") ? "kruise-" : "native-";
    String name = group + kind.toLowerCase(Locale.ROOT) + "-" + style;
    Scene scene =
        Scene.set(
            cluster().admin(),
            cluster().namespace(),
            workload(apiVersion, kind, name),
            PODS,
            blueGreen
                ? RolloutFixture.blueGreen(name).steps(new IntOrString(1), new IntOrString(3))
                : RolloutFixture.canary(name));
    Release first = scene.ops.release(version("r2", "version-2"));
    assertThat(first.await(awaitingApproval(1), Scene.SOON).met()).isTrue();
    scene.untilPods(Map.of("version-1", blueGreen ? PODS : PODS - 1, "version-2", 1L));

    Rollback rollback = first.rollback(Scene.SOON);

    assertThat(rollback.how()).isEqualTo(Rollback.How.CANCELLED);
    scene.untilPods(Map.of("version-1", PODS));
    assertThat(first.await(awaitingApproval(2), Scene.SOON))
        .isInstanceOf(ReleaseOutcome.RolledBack.class);
    Release second = scene.ops.release(version("r3", "version-3"));
    assertThat(second.approveAll(Scene.SOON)).isInstanceOf(ReleaseOutcome.Completed.class);
    scene.untilPods(Map.of("version-3", PODS));
    assertThat(scene.ops.revisions()).hasSizeGreaterThanOrEqualTo(2);
  }

  /**
   * A blue-green CloneSet with new pods already can't have all of them beside the old ones.
   *
   * @param stall longer than the cluster is ever silent while a step goes on
   */
  final void surgeExhausted(Duration stall) {
    Scene scene =
        Scene.set(
            cluster().admin(),
            cluster().namespace(),
            workload("apps.kruise.io/v1alpha1", "CloneSet", "surge"),
            PODS,
            RolloutFixture.blueGreen("surge").steps(new IntOrString(1), new IntOrString("100%")));
    Release release = scene.ops.release(version("r2", "version-2"));
    assertThat(release.await(awaitingApproval(1), Scene.SOON).met()).isTrue();
    release.approve(1);

    ReleaseOutcome outcome = release.await(awaitingApproval(2), Scene.SOON.withStallBound(stall));

    assertThat(outcome).isInstanceOf(ReleaseOutcome.Stalled.class);
    assertThat(scene.ops.explain().sentence())
        .startsWith(
            "step 2 (100%) can't be reached: beside the old pods a CloneSet makes no more than 3"
                + " new ones");
    assertThat(release.rollback(Scene.SOON).how()).isEqualTo(Rollback.How.CANCELLED);
    scene.untilPods(Map.of("version-1", PODS));
  }

  private static ReleaseRequest version(String id, String version) {
    return ReleaseRequest.of(id, TemplateChange.env("main", "VERSION", version));
  }

  private static GenericKubernetesResource workload(String apiVersion, String kind, String name) {
    return Serialization.unmarshal(
        """
        apiVersion: %1$s
        kind: %2$s
        metadata: {name: %3$s}
        spec:
          replicas: %4$d
          %5$s
          selector: {matchLabels: {app: %3$s}}
          template:
            metadata: {labels: {app: %3$s}}
            spec:
              containers:
              - name: main
                image: busybox
                env: [{name: VERSION, value: version-1}]
        """
            .formatted(
                apiVersion,
                kind,
                name,
                PODS,
                kind.equals("StatefulSet") ? "serviceName: " + name : ""),
        GenericKubernetesResource.class);
  }
}

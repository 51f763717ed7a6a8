// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.explain.Cause;
import io.kruise.rollouts.client.explain.Description;
import io.kruise.rollouts.client.explain.Explanation;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class ExplainSuite {
  /** The cluster that the suite runs on. */
  abstract TestCluster cluster();

  /** The time by which the cluster lives. */
  abstract WaitClock clock();

  final ExplainScene scene(String name) {
    return scene(name, "1", "2", "3");
  }

  final ExplainScene scene(String name, String... steps) {
    return scene(name, RolloutFixture.canary(name).steps(steps(steps)));
  }

  final ExplainScene scene(String name, RolloutFixture rollout) {
    return ExplainScene.set(
        cluster(), clock(), name, DeploymentFixture.deployment(name).replicas(5), rollout);
  }

  private static IntOrString[] steps(String... replicas) {
    return List.of(replicas).stream()
        .map(
            each ->
                each.endsWith("%")
                    ? new IntOrString(each)
                    : new IntOrString(Integer.parseInt(each)))
        .toArray(IntOrString[]::new);
  }

  @Test
  @DisplayName("a step that is upgraded needs an approval, and a description shows its pods")
  void needsApproval() {
    ExplainScene scene = scene("approval");
    Explanation before = scene.until(Cause.NO_RELEASE_YET);
    assertThat(before.stuck()).isFalse();
    scene.scene.release("version-2", "r2");
    scene.untilAwaiting(1);
    Explanation explanation = scene.until(Cause.NEEDS_APPROVAL);
    assertThat(explanation.sentence())
        .startsWith("step 1 of 3 is upgraded (1 of 1 pods ready) and needs an approval since ");
    assertThat(explanation.first().step()).contains(1);
    assertThat(explanation.findings()).hasSize(1);
    assertThat(explanation.unseen()).isEmpty();
    Description description = scene.ops.describe();
    assertThat(description.pods())
        .extracting(
            Description.PodGroup::newest, Description.PodGroup::total, Description.PodGroup::ready)
        .contains(tuple(true, 1, 1));
    assertThat(description.steps().get(0).state()).isEqualTo("StepPaused");
    assertThat(description.text()).contains("Deployment/approval", "StepPaused", "(new)");
  }

  @Test
  @DisplayName("a timed pause is told with its end")
  void timedPause() {
    ExplainScene scene =
        scene(
            "timed",
            RolloutFixture.canary("timed").steps(steps("1", "5")).pauses(Duration.ofHours(3)));
    scene.release(pods -> {});
    Explanation explanation = scene.until(Cause.TIMED_PAUSE);
    assertThat(explanation.sentence()).startsWith("step 1 is upgraded, timed pause until ");
    assertThat(explanation.first().until().orElseThrow())
        .isAfter(clock().now().plus(Duration.ofHours(2)));
    assertThat(explanation.stuck()).isFalse();
  }

  @Test
  @DisplayName("spec.strategy.paused is the cause while it is set")
  void strategyPaused() {
    ExplainScene scene = scene("held");
    scene.release(pods -> {});
    scene.untilAwaiting(1);
    scene.patch("{\"spec\":{\"strategy\":{\"paused\":true}}}");
    assertThat(scene.until(Cause.STRATEGY_PAUSED).sentence())
        .startsWith("paused by spec.strategy.paused, at step 1");
    scene.patch("{\"spec\":{\"strategy\":{\"paused\":false}}}");
    scene.until(Cause.NEEDS_APPROVAL);
  }

  @Test
  @DisplayName("an image that can't be pulled is counted and named")
  void imagePull() {
    ExplainScene scene = scene("image", "2", "5");
    scene.releaseOf(PodBehavior.crashing("ImagePullBackOff"));
    Explanation explanation = scene.until(Cause.IMAGE_PULL);
    assertThat(explanation.sentence())
        .contains("of 2 pods of step 1 wait")
        .contains("ImagePullBackOff on image x:bad since");
    assertThat(explanation.stuck()).isTrue();
    assertThat(scene.ops.describe().text()).contains("ImagePullBackOff");
  }

  @Test
  @DisplayName("a container that ends again and again is told with its last exit")
  void crashLoop() {
    ExplainScene scene = scene("crash");
    scene.releaseOf(PodBehavior.crashing("Error"));
    assertThat(scene.until(Cause.CRASH_LOOP).sentence())
        .startsWith(
            "1 of 1 pods of step 1 waits: CrashLoopBackOff, the last time Error, exit code 1");
  }

  @Test
  @DisplayName("a container that can't be configured is told by its reason")
  void containerConfig() {
    ExplainScene scene = scene("config");
    scene.releaseOf(PodBehavior.crashing("CreateContainerConfigError"));
    assertThat(scene.until(Cause.CONTAINER_START).sentence())
        .startsWith("1 of 1 pods of step 1 waits: CreateContainerConfigError");
  }

  @Test
  @DisplayName(
      "a pod that runs and isn't ready is told after a while, and with an Event, by its probe")
  void readinessProbe() {
    ExplainScene scene = scene("probe");
    scene.releaseOf(PodBehavior.neverReady());
    assertThat(scene.until(Cause.NOT_READY).sentence())
        .startsWith("1 of 1 pods of step 1 waits: the containers run and aren't ready since");
    Pod pod = scene.podsByHand().get(0);
    String now = clock().now().toString();
    scene
        .kubernetes()
        .v1()
        .events()
        .inNamespace(scene.scene.namespace)
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withName("probe-says-no")
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Pod")
                .withNamespace(scene.scene.namespace)
                .withName(pod.getMetadata().getName())
                .endInvolvedObject()
                .withType("Warning")
                .withReason("Unhealthy")
                .withMessage("Readiness probe failed: HTTP probe failed with statuscode: 503")
                .withFirstTimestamp(now.substring(0, 19) + "Z")
                .withLastTimestamp(now.substring(0, 19) + "Z")
                .withCount(4)
                .build())
        .create();
    assertThat(scene.until(Cause.READINESS_PROBE).sentence())
        .contains("Readiness probe failed: HTTP probe failed with statuscode: 503");
  }

  @Test
  @DisplayName("a pod that no node takes is told in the scheduler's words")
  void unschedulable() {
    ExplainScene scene = scene("unschedulable");
    scene.release(pods -> pods.setNodeSelector(Map.of("no-such", "node")));
    Explanation explanation = scene.until(Cause.UNSCHEDULABLE);
    assertThat(explanation.sentence())
        .startsWith("1 of 1 pods of step 1 waits: unschedulable: 0/")
        .contains("didn't match Pod's node affinity/selector");
  }

  @Test
  @DisplayName("a count after a percentage, which the controller never begins, is told as such")
  void integerAfterPercent() {
    ExplainScene scene = scene("int-after", "40%", "4");
    scene.release(pods -> {});
    scene.untilAwaiting(1);
    scene.ops.approve(ApproveOptions.step(1));
    assertThat(scene.until(Cause.INTEGER_AFTER_PERCENT).sentence())
        .startsWith(
            "step 2 (4 pods) can't start after a step with a percentage: the controller never upgrades it");
  }

  @Test
  @DisplayName("a deleted workload is not found; made anew, its old BatchRelease is in the way")
  void staleBatchRelease() {
    ExplainScene scene = scene("stale");
    scene.release(pods -> {});
    scene.untilAwaiting(1);
    scene.scene.deployment().delete();
    assertThat(scene.until(Cause.WORKLOAD_NOT_FOUND).sentence())
        .isEqualTo("there is no Deployment stale");
    scene.scene.deployment().waitUntilCondition(each -> each == null, 1, TimeUnit.MINUTES);
    scene
        .kubernetes()
        .apps()
        .deployments()
        .inNamespace(scene.scene.namespace)
        .resource(DeploymentFixture.deployment("stale").replicas(5).build())
        .create();
    scene.until(Cause.NO_RELEASE_YET);
    scene.release(pods -> {});
    assertThat(scene.until(Cause.STALE_BATCH_RELEASE).sentence())
        .startsWith(
            "a BatchRelease of an earlier release, whose workload was deleted, is in the way of step 1");
  }

  @Test
  @DisplayName("a blue-green release refuses a newer revision")
  void blueGreenRefuses() {
    ExplainScene scene =
        scene("blue-green", RolloutFixture.blueGreen("blue-green").steps(steps("50%", "100%")));
    scene.release(pods -> {});
    scene.untilAwaiting(1);
    scene.change(
        deployment ->
            deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .get(0)
                .setValue("version-3"));
    assertThat(scene.until(Cause.BLUE_GREEN_REFUSES_NEWER).sentence())
        .startsWith("blue-green refuses a newer revision: roll back first");
  }

  @Test
  @DisplayName("disabled while it is prepared, a release leaves its Deployment paused")
  void leftPaused() {
    ExplainScene scene = scene("left-paused");
    scene.release(pods -> {});
    scene.ops.resource().waitUntilCondition(ExplainSuite::initializing, 1, TimeUnit.MINUTES);
    scene.patch("{\"spec\":{\"disabled\":true}}");
    assertThat(scene.until(Cause.LEFT_PAUSED).sentence())
        .startsWith(
            "the Rollout is disabled, and Deployment left-paused was left paused: nobody lets it go on");
  }

  private static boolean initializing(Rollout rollout) {
    RolloutView view = RolloutView.of(rollout);
    return view.phase() == RolloutPhase.PROGRESSING
        && view.progressing().filter(ProgressingReason.INITIALIZING::equals).isPresent();
  }

  @Test
  @DisplayName("a Rollout that is disabled says so")
  void disabled() {
    ExplainScene scene = scene("disabled");
    scene.patch("{\"spec\":{\"disabled\":true}}");
    assertThat(scene.until(Cause.DISABLED).stuck()).isFalse();
  }

  @Test
  @DisplayName("a change of a workload without pods begins no release")
  void scaledToZero() {
    ExplainScene scene = scene("zero");
    scene.change(deployment -> deployment.getSpec().setReplicas(0));
    scene.until(Cause.NO_RELEASE_YET);
    scene.release(pods -> {});
    assertThat(scene.until(Cause.SCALED_TO_ZERO).sentence())
        .startsWith("Deployment zero is scaled to 0: its template change began no release");
  }

  @Test
  @DisplayName("a change that the webhook lets pass has escaped")
  void escaped() {
    ExplainScene scene = scene("escaped");
    Map<String, String> same = Map.of(RolloutAnnotations.ROLLOUT_ID, "x");
    scene.change(deployment -> annotate(deployment, same));
    walk(scene);
    scene.until(Cause.COMPLETED);
    scene.change(
        deployment ->
            deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .get(0)
                .setValue("version-3"));
    assertThat(scene.until(Cause.ESCAPED).sentence())
        .startsWith("the template of Deployment escaped was changed without a release");
  }

  /** The annotation alone begins a release, which is walked to its end. */
  private static void walk(ExplainScene scene) {
    for (int step = 1; step <= 3; step++) {
      scene.untilAwaiting(step);
      scene.ops.approve(ApproveOptions.step(step));
    }
  }

  private static void annotate(Deployment deployment, Map<String, String> annotations) {
    deployment.getMetadata().getAnnotations().putAll(annotations);
  }

  @Test
  @DisplayName("a Service that the plan names and that isn't there holds the release's beginning")
  void serviceMissing() {
    ExplainScene scene = scene("traffic");
    scene.patch(
        "{\"spec\":{\"strategy\":{\"canary\":{\"trafficRoutings\":[{\"service\":\"none\",\"ingress\":{\"name\":\"gone\"}}]}}}}");
    scene.release(pods -> {});
    assertThat(scene.until(Cause.TRAFFIC_OBJECT_MISSING).sentence())
        .startsWith(
            "Ingress gone, Service none, which the plan's traffic goes through, are missing");
    assertThat(scene.ops.describe().text()).contains("Service", "missing");
  }

  @Test
  @DisplayName("a release that was taken back is over")
  void rolledBack() {
    ExplainScene scene = scene("back");
    scene.release(pods -> {});
    scene.untilAwaiting(1);
    scene.scene.patch("version-1", null);
    assertThat(scene.until(Cause.ROLLED_BACK).sentence())
        .isEqualTo("the release was taken back at step 1");
  }
}

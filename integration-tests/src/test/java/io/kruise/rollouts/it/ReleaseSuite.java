// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.Following;
import io.kruise.rollouts.client.Refusal;
import io.kruise.rollouts.client.ReleaseRefusedException;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.VerbRefusedException;
import io.kruise.rollouts.client.readiness.Transition;
import io.kruise.rollouts.client.release.DryRun;
import io.kruise.rollouts.client.release.Gate;
import io.kruise.rollouts.client.release.MidRelease;
import io.kruise.rollouts.client.release.Obstacle;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseOutcome;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.Rollback;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class ReleaseSuite {
  /** The cluster that the suite runs on. */
  abstract TestCluster cluster();

  private Scene scene(String name) {
    return Scene.set(
        cluster().admin(),
        cluster().namespace(),
        name,
        DeploymentFixture.deployment(name).replicas(4),
        RolloutFixture.canary(name));
  }

  private static ReleaseRequest version(String id, String version) {
    return ReleaseRequest.of(id, TemplateChange.env("busybox", "VERSION", version));
  }

  @Test
  @DisplayName("is started once by two callers, walks, and completes; the next one can be undone")
  void life() {
    Scene scene = scene("life");
    CompletableFuture<Release> one = scene.ops.releaseAsync(version("r2", "version-2"));
    CompletableFuture<Release> other = scene.ops.releaseAsync(version("r2", "version-2"));
    Release release = one.join();
    assertThat(other.join().rolloutId()).isEqualTo("r2");
    assertThat(release.await(awaitingApproval(1), Scene.SOON).met()).isTrue();
    assertThat(scene.pods("version-2")).isEqualTo(1);
    assertThat(release.approveAll(Scene.SOON)).isInstanceOf(ReleaseOutcome.Completed.class);
    assertThat(scene.pods("version-2")).isEqualTo(4);

    Release undo =
        scene.ops.release(
            ReleaseRequest.of("r3", TemplateChange.to(scene.ops.revisions().get(1).template())));
    assertThat(undo.approveAll(Scene.SOON)).isInstanceOf(ReleaseOutcome.Completed.class);
    assertThat(scene.pods("version-1")).isEqualTo(4);
    assertThat(scene.ops.pickUp("r2").await(completed(), Scene.SOON))
        .as("the one before, asked afterwards")
        .isInstanceOf(ReleaseOutcome.Superseded.class);
  }

  @Test
  @DisplayName("is rehearsed: captured or not, what changes, and nothing is written")
  void rehearsed() {
    Scene scene = scene("rehearsed");
    DryRun dryRun = scene.ops.dryRun(version("r2", "version-2"));
    assertThat(dryRun.captured()).isTrue();
    assertThat(dryRun.changes())
        .hasToString("[spec.containers[busybox].env[VERSION].value: version-1 -> version-2]");
    assertThat(scene.ops.currentRelease()).isEmpty();
    assertThatThrownBy(
            () ->
                scene.ops.dryRun(
                    ReleaseRequest.of(
                        "r2", TemplateChange.edit(pods -> pods.getSpec().setRestartPolicy("No")))))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("restartPolicy");
    assertThat(scene.pods("version-1")).isEqualTo(4);
  }

  @Test
  @DisplayName("restarts the pods step by step, and is told transition by transition")
  void restarted() {
    Scene scene = scene("restarted");
    List<Transition.Kind> told = new CopyOnWriteArrayList<>();
    try (Following following = scene.ops.follow(transition -> told.add(transition.kind()))) {
      Release restart =
          scene.ops.release(ReleaseRequest.of("r2", TemplateChange.restart(Instant.now())));
      assertThat(restart.approveAll(Scene.SOON)).isInstanceOf(ReleaseOutcome.Completed.class);
      scene.ops.delete(MidRelease.REFUSE);
      following.ended().join();
    }
    assertThat(told)
        .containsSubsequence(
            Transition.Kind.FIRST_SEEN,
            Transition.Kind.RELEASE_BEGAN,
            Transition.Kind.AWAITING_APPROVAL,
            Transition.Kind.STEP_ENTERED,
            Transition.Kind.AWAITING_APPROVAL,
            Transition.Kind.COMPLETED,
            Transition.Kind.DELETED);
    assertThat(scene.pods("version-1")).isEqualTo(4);
  }

  @Test
  @DisplayName("walks past a gate, which rejects it at the second step")
  void rejected() {
    Scene scene = scene("rejected");
    ReleaseOutcome outcome =
        scene
            .ops
            .release(version("r2", "version-2"))
            .walk(
                (view, step) ->
                    CompletableFuture.completedFuture(
                        step == 1
                            ? Gate.approve("ci", "no errors")
                            : Gate.reject("ci", "error rate 5 %")),
                Scene.SOON);
    assertThat(outcome).isInstanceOf(ReleaseOutcome.RolledBack.class);
    assertThat(scene.ops.resource().get().getMetadata().getAnnotations())
        .containsKeys("kruise-rollouts-java/step-1", "kruise-rollouts-java/rejected");
    assertThat(scene.pods("version-1")).isEqualTo(4);
  }

  @Test
  @DisplayName("whose step stands still ends the wait, with the cause")
  void stalled() {
    Scene scene = scene("stalled");
    Release release =
        scene.ops.release(
            ReleaseRequest.of(
                "r2",
                TemplateChange.edit(
                    pods -> pods.getSpec().setNodeSelector(Map.of("no-such", "node")))));
    assertThat(
            release.await(awaitingApproval(1), Scene.SOON.withStallBound(Duration.ofSeconds(15))))
        .isInstanceOfSatisfying(
            ReleaseOutcome.Stalled.class,
            stalled -> assertThat(stalled.why()).contains("1 of 1 pods of step 1 waits"));
    assertThat(release.rollback(Scene.SOON).how()).isEqualTo(Rollback.How.CANCELLED);
    assertThat(scene.pods("version-1")).isEqualTo(4);
  }

  @Test
  @DisplayName("is held, goes on, and jumps within its plan")
  void verbs() {
    Scene scene = scene("verbs");
    Release release = scene.ops.release(version("r2", "version-2"));
    release.await(awaitingApproval(1), Scene.SOON);
    assertThat(release.pause().held()).isTrue();
    assertThatThrownBy(() -> release.jump(3))
        .isInstanceOfSatisfying(
            VerbRefusedException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.HELD));
    assertThat(release.resume().held()).isFalse();
    Approval approval =
        release.approve(ApproveOptions.step(1).signedBy("alice", "the canary looks well"));
    assertThat(approval.unrecorded()).isEmpty();
    assertThat(scene.ops.resource().get().getMetadata().getAnnotations())
        .hasEntrySatisfying(
            "kruise-rollouts-java/step-1",
            text -> assertThat(text).startsWith("alice: the canary"));
    release.await(awaitingApproval(2), Scene.SOON);
    assertThat(release.jump(1).position().stepIndex()).isEqualTo(1);
    release.await(awaitingApproval(1), Scene.SOON);
    assertThat(release.jump(3).position().stepIndex()).isEqualTo(3);
    assertThat(release.await(completed(), Scene.SOON).met()).isTrue();
    assertThat(scene.pods("version-2")).isEqualTo(4);
  }

  @Test
  @DisplayName("that would escape is refused; one that did escape is told from one that is slow")
  void escaped() {
    Scene scene = scene("escaped");
    scaled(scene, 0);
    assertThatThrownBy(() -> scene.ops.release(version("r2", "version-2")))
        .isInstanceOfSatisfying(
            ReleaseRefusedException.class,
            e -> assertThat(e.preflight().obstacles()).contains(Obstacle.NO_REPLICAS));
    scene.patch("version-2", "r2");
    assertThat(scene.ops.pickUp("r2").await(completed(), Scene.SOON))
        .isInstanceOfSatisfying(
            ReleaseOutcome.NotCaptured.class,
            outcome -> assertThat(outcome.obstacles()).contains(Obstacle.NO_REPLICAS));
  }

  private static void scaled(Scene scene, int replicas) {
    Conflicts.again(() -> scene.deployment().scale(replicas));
  }

  @Test
  @DisplayName("that has just begun leaves no Deployment paused when its Rollout is let go")
  void letGo() {
    Scene disabled = scene("let-go-disabled");
    disabled.ops.release(version("r2", "version-2"));
    assertThatThrownBy(() -> disabled.ops.disable(MidRelease.REFUSE))
        .isInstanceOfSatisfying(
            VerbRefusedException.class,
            e -> assertThat(e.refusal()).isEqualTo(Refusal.WOULD_PROMOTE));
    assertThat(disabled.ops.disable(MidRelease.PROMOTE).phase()).isEqualTo(RolloutPhase.DISABLED);
    untilPromoted(disabled);
    assertThat(disabled.ops.enable().phase()).isEqualTo(RolloutPhase.HEALTHY);

    Scene deleted = scene("let-go-deleted");
    RolloutOps ops = deleted.ops;
    ops.release(version("r2", "version-2"));
    ops.delete(MidRelease.PROMOTE);
    assertThat(ops.find()).isEmpty();
    untilPromoted(deleted);
  }

  private static void untilPromoted(Scene scene) {
    Deployment done =
        scene
            .deployment()
            .waitUntilCondition(
                deployment ->
                    Integer.valueOf(4).equals(deployment.getStatus().getUpdatedReplicas()),
                1,
                TimeUnit.MINUTES);
    assertThat(done.getSpec().getPaused()).isNotEqualTo(true);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.explain.Cause;
import io.kruise.rollouts.client.explain.Explanation;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A scene in which something goes wrong, and what is said of it. */
final class ExplainScene {
  /** A scheduler that doesn't exist: its pods are the test's, which plays their kubelet. */
  private static final String BY_HAND = "by-hand";

  final Scene scene;
  final RolloutOps ops;
  private @Nullable PodBehavior kubelet;

  private ExplainScene(Scene scene, WaitClock clock) {
    this.scene = scene;
    this.ops =
        RolloutsClient.on(scene.kubernetes, clock)
            .inNamespace(scene.namespace)
            .withName(scene.name);
  }

  static ExplainScene set(
      TestCluster cluster,
      WaitClock clock,
      String name,
      DeploymentFixture deployment,
      RolloutFixture rollout) {
    return new ExplainScene(
        Scene.set(cluster.admin(), cluster.namespace(), name, deployment, rollout), clock);
  }

  KubernetesClient kubernetes() {
    return scene.kubernetes;
  }

  /** Changes the Deployment in one request. */
  void change(Consumer<Deployment> change) {
    Conflicts.again(
        () ->
            scene
                .deployment()
                .edit(
                    deployment -> {
                      Deployment copy = new DeploymentBuilder(deployment).build();
                      change.accept(copy);
                      return copy;
                    }));
  }

  /** Begins a release whose pods are as said. */
  void release(Consumer<PodSpec> pods) {
    change(
        deployment -> {
          PodSpec spec = deployment.getSpec().getTemplate().getSpec();
          spec.getContainers().get(0).getEnv().get(0).setValue("version-2");
          pods.accept(spec);
        });
  }

  /**
   * Begins a release whose pods behave so: on the fake by themselves, on the real plane played by
   * {@link #play}.
   */
  void releaseOf(PodBehavior behavior) {
    kubelet = behavior;
    change(
        deployment -> {
          PodSpec spec = deployment.getSpec().getTemplate().getSpec();
          spec.setSchedulerName(BY_HAND);
          spec.getContainers().get(0).setImage("x:bad");
          deployment
              .getSpec()
              .getTemplate()
              .getMetadata()
              .setAnnotations(Map.of(PodBehavior.ANNOTATION, behavior.words()));
        });
  }

  void patch(String body) {
    scene.merge(body);
  }

  void untilAwaiting(int step) {
    ops.waitFor(StepExpectation.awaitingApproval(step), Scene.SOON);
  }

  /** Looks until the cause is found; what was found instead is in the failure. */
  Explanation until(Cause cause) {
    Explanation[] last = new Explanation[1];
    Awaitility.await()
        .atMost(2, TimeUnit.MINUTES)
        .pollInterval(Duration.ofMillis(300))
        .pollInSameThread()
        .untilAsserted(
            () -> {
              play();
              last[0] = ops.explain();
              if (last[0].cause() != cause) {
                throw new AssertionError(
                    "not " + cause + " but:\n" + last[0].text() + ops.describe().text());
              }
            });
    return last[0];
  }

  List<Pod> podsByHand() {
    return kubernetes()
        .pods()
        .inNamespace(scene.namespace)
        .withLabel("app", scene.name)
        .list()
        .getItems()
        .stream()
        .filter(pod -> BY_HAND.equals(pod.getSpec().getSchedulerName()))
        .toList();
  }

  /** Says of the pods by hand what a kubelet would, where nobody else does. */
  private void play() {
    PodBehavior behavior = kubelet;
    if (behavior == null) {
      return;
    }
    podsByHand().stream()
        .filter(pod -> pod.getStatus().getContainerStatuses().isEmpty())
        .filter(pod -> pod.getSpec().getNodeName() == null)
        .forEach(pod -> say(pod, behavior));
  }

  private void say(Pod pod, PodBehavior behavior) {
    ContainerStateBuilder state = new ContainerStateBuilder();
    ContainerStateBuilder last = new ContainerStateBuilder();
    if (behavior instanceof PodBehavior.Crashing crash) {
      boolean exits = crash.reason().equals("Error");
      state
          .withNewWaiting()
          .withReason(exits ? "CrashLoopBackOff" : crash.reason())
          .withMessage("as the test says")
          .endWaiting();
      if (exits) {
        last.withNewTerminated().withReason("Error").withExitCode(1).endTerminated();
      }
    } else {
      state.withNewRunning().endRunning();
    }
    Pod said =
        new PodBuilder(pod)
            // the controllers label it meanwhile: only the status is written, whatever it is
            .editMetadata()
            .withResourceVersion(null)
            .endMetadata()
            .editStatus()
            .withPhase(behavior instanceof PodBehavior.NeverReady ? "Running" : "Pending")
            .withConditions(
                new PodConditionBuilder()
                    .withType("Ready")
                    .withStatus("False")
                    .withReason("ContainersNotReady")
                    .withLastTransitionTime(pod.getMetadata().getCreationTimestamp())
                    .build())
            .withContainerStatuses(
                new ContainerStatusBuilder()
                    .withName("busybox")
                    .withImage("x:bad")
                    .withImageID("")
                    .withReady(false)
                    .withRestartCount(3)
                    .withState(state.build())
                    .withLastState(last.build())
                    .build())
            .endStatus()
            .build();
    Conflicts.again(() -> kubernetes().pods().resource(said).updateStatus());
  }

  /** A clock that tells another time, as that of a cluster that lives faster. */
  static WaitClock telling(Supplier<Instant> time) {
    WaitClock system = WaitClock.system();
    return new WaitClock() {
      @Override
      public Instant now() {
        return time.get();
      }

      @Override
      public Task schedule(Duration delay, Runnable task) {
        return system.schedule(delay, task);
      }
    };
  }
}

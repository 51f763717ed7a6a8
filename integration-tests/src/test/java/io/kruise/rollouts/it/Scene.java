// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static io.kruise.rollouts.client.readiness.StepExpectation.awaitingApproval;
import static io.kruise.rollouts.client.readiness.StepExpectation.completed;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.RolloutPhase;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.ReleaseFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Deployment and its Rollout, ready for a release, and what a test does with them. */
final class Scene {
  /** Generous: machines are shared. A goal that can't be reached ends a wait at once anyway. */
  static final WaitOptions SOON = WaitOptions.atMost(Duration.ofMinutes(3));

  final KubernetesClient kubernetes;
  final String namespace;
  final String name;
  final RolloutOps ops;

  private Scene(KubernetesClient kubernetes, String namespace, String name) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
    this.name = name;
    this.ops = RolloutsClient.on(kubernetes).inNamespace(namespace).withName(name);
  }

  /** Creates both, and returns when a change of the template would be captured. */
  static Scene set(
      KubernetesClient kubernetes,
      String namespace,
      String name,
      DeploymentFixture deployment,
      RolloutFixture rollout) {
    kubernetes.apps().deployments().inNamespace(namespace).resource(deployment.build()).create();
    kubernetes
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .waitUntilCondition(Scene::allPodsReady, 2, TimeUnit.MINUTES);
    kubernetes
        .resources(Rollout.class)
        .inNamespace(namespace)
        .resource(rollout.forDeployment(name).build())
        .create();
    Scene scene = new Scene(kubernetes, namespace, name);
    scene.untilArmed();
    return scene;
  }

  /** A workload of any kind, made of its manifest, and its Rollout. */
  static Scene set(
      KubernetesClient kubernetes,
      String namespace,
      GenericKubernetesResource workload,
      long pods,
      RolloutFixture plan) {
    String name = workload.getMetadata().getName();
    Scene scene = new Scene(kubernetes, namespace, name);
    kubernetes.resource(workload).inNamespace(namespace).create();
    scene.untilPods(Map.of("version-1", pods));
    Rollout rollout = plan.build();
    WorkloadRef ref = new WorkloadRef();
    ref.setApiVersion(workload.getApiVersion());
    ref.setKind(workload.getKind());
    ref.setName(name);
    rollout.getSpec().setWorkloadRef(ref);
    kubernetes.resources(Rollout.class).inNamespace(namespace).resource(rollout).create();
    scene.untilSettled();
    kubernetes
        .resource(workload)
        .inNamespace(namespace)
        .waitUntilCondition(Scene::isArmed, 1, TimeUnit.MINUTES);
    return scene;
  }

  /** The guide's scene: ten pods, steps 1, 50%, 100%. */
  static Scene guide(KubernetesClient kubernetes, String namespace, String name) {
    return set(
        kubernetes,
        namespace,
        name,
        DeploymentFixture.deployment(name),
        RolloutFixture.canary(name));
  }

  /** The webhook takes only workloads that carry the label; the controller puts it there. */
  private void untilArmed() {
    untilSettled();
    deployment().waitUntilCondition(Scene::isArmed, 1, TimeUnit.MINUTES);
  }

  private static boolean isArmed(@Nullable HasMetadata workload) {
    return workload != null
        && workload.getMetadata().getLabels() != null
        && workload.getMetadata().getLabels().containsKey(RolloutLabels.WORKLOAD_TYPE);
  }

  private void untilSettled() {
    ops.resource()
        .waitUntilCondition(
            rollout -> rollout != null && isSettled(RolloutView.of(rollout)), 1, TimeUnit.MINUTES);
  }

  /** The controller's first write may be of a spec that its second one has put into its form. */
  private static boolean isSettled(RolloutView view) {
    return view.phase() == RolloutPhase.HEALTHY && view.specObserved();
  }

  private static boolean allPodsReady(@Nullable Deployment deployment) {
    return deployment != null
        && deployment.getStatus() != null
        && deployment.getSpec().getReplicas().equals(deployment.getStatus().getReadyReplicas());
  }

  /**
   * Changes the template, and, where an id is given, the label in the same request; of no version
   * in particular, as the controllers write the Deployment all the time.
   */
  Deployment patch(String version, @Nullable String rolloutId) {
    ReleaseFixture release = ReleaseFixture.release(version, name);
    ReleaseFixture labelled = rolloutId == null ? release : release.rolloutId(rolloutId);
    KubernetesClient here =
        kubernetes.adapt(NamespacedKubernetesClient.class).inNamespace(namespace);
    return Conflicts.again(() -> labelled.deploy(here));
  }

  RollableScalableResource<Deployment> deployment() {
    return kubernetes.apps().deployments().inNamespace(namespace).withName(name);
  }

  /** Merges into the Rollout. */
  void merge(String body) {
    Conflicts.again(() -> ops.resource().patch(PatchContext.of(PatchType.JSON_MERGE), body));
  }

  /** Merges into the Rollout's status. */
  void mergeStatus(String body) {
    Conflicts.again(
        () ->
            ops.resource()
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), body));
  }

  ReleaseMatch release(String version, @Nullable String rolloutId) {
    return ReleaseMatch.startedBy(patch(version, rolloutId));
  }

  RolloutView untilAwaiting(int step, ReleaseMatch release) {
    return ops.waitFor(awaitingApproval(step).of(release), SOON);
  }

  RolloutView untilCompleted(ReleaseMatch release) {
    return ops.waitFor(completed().of(release), SOON);
  }

  /**
   * Ready pods of a version, counted from the pods themselves; those that are going don't count.
   */
  long pods(String version) {
    return count(podsNow()).getOrDefault(version, 0L);
  }

  /**
   * Waits for numbers of ready pods: those of a deleted canary Deployment are removed by the
   * garbage collector, after the controller has completed the release.
   */
  void untilPods(Map<String, Long> byVersion) {
    CompletableFuture<List<Pod>> reached =
        labelled().informOnCondition(pods -> count(pods).equals(byVersion));
    try {
      reached.get(1, TimeUnit.MINUTES);
    } catch (TimeoutException e) {
      throw new AssertionError("wanted " + byVersion + " pods, there are " + count(podsNow()), e);
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      reached.cancel(true);
    }
  }

  private static Map<String, Long> count(List<Pod> pods) {
    return pods.stream()
        .filter(Scene::serves)
        .collect(Collectors.groupingBy(Scene::versionOf, Collectors.counting()));
  }

  private static boolean serves(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null && Readiness.isPodReady(pod);
  }

  private List<Pod> podsNow() {
    return labelled().list().getItems();
  }

  private FilterWatchListDeletable<Pod, PodList, PodResource> labelled() {
    return kubernetes.pods().inNamespace(namespace).withLabel("app", name);
  }

  private static String versionOf(Pod pod) {
    return pod.getSpec().getContainers().get(0).getEnv().stream()
        .filter(env -> env.getName().equals("VERSION"))
        .map(EnvVar::getValue)
        .findFirst()
        .orElse("");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.benchmarks;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentList;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.Watchable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NamespacedRollouts;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutStatus;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Many Rollouts in one namespace, of 4 pods each, that make the release of the guide's steps (1,
 * 50%, 100%) at the same time, each approved as soon as it waits.
 */
final class Fleet implements AutoCloseable {
  private static final String NEW_VERSION =
      "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"busybox\",\"env\":[{\"name\":"
          + "\"VERSION\",\"value\":\"version-2\"}]}]}}}}";
  private static final int PODS = 4;
  private static final int HANDS = 32;
  private static final long PATIENCE_MINUTES = 15;

  private final KubernetesClient kubernetes;
  private final String namespace;
  private final int size;
  private final NamespacedRollouts releases;
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private final ExecutorService hands = Executors.newFixedThreadPool(HANDS);

  Fleet(KubernetesClient kubernetes, String namespace, int size) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
    this.size = size;
    releases = RolloutsClient.on(kubernetes).inNamespace(namespace);
  }

  /** Creates all, and returns when each Rollout is healthy and would capture a change. */
  void prepare() throws Exception {
    kubernetes
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    each(name -> deployments().resource(deployment(name)).create());
    until(deployments(), deployment -> {}, deployment -> ready(deployment) == PODS);
    each(
        name ->
            rollouts().resource(RolloutFixture.canary(name).forDeployment(name).build()).create());
    until(rollouts(), rollout -> {}, rollout -> state(rollout).equals("Completed"));
  }

  /** Makes all releases, and returns how many approvals that took. */
  int release() throws Exception {
    each(
        name ->
            deployments()
                .withName(name)
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), NEW_VERSION));
    Set<String> approved = ConcurrentHashMap.newKeySet();
    until(rollouts(), rollout -> approve(rollout, approved), Fleet::released);
    long right = deployments().list().getItems().stream().filter(Fleet::updated).count();
    if (right != size) {
      throw new IllegalStateException("only " + right + " of " + size + " Deployments are updated");
    }
    return approved.size();
  }

  private void approve(Rollout rollout, Set<String> approved) {
    String name = rollout.getMetadata().getName();
    RolloutStatus status = rollout.getStatus();
    if (state(rollout).equals("StepPaused")
        && String.valueOf(status.getMessage()).contains("manually confirm")
        && approved.add(name + " " + status.getCurrentStepIndex())) {
      // by the library: the real controller overwrites some bare approvals
      hands.execute(
          () -> {
            try {
              releases.withName(name).approve(ApproveOptions.step(status.getCurrentStepIndex()));
            } catch (RuntimeException e) {
              failed.completeExceptionally(e);
            }
          });
    }
  }

  private static String state(Rollout rollout) {
    RolloutStatus status = rollout.getStatus();
    return status == null ? "" : String.valueOf(status.getCurrentStepState());
  }

  private static boolean released(Rollout rollout) {
    RolloutStatus status = rollout.getStatus();
    return status != null
        && "Healthy".equals(status.getPhase())
        && status.getConditions() != null
        && status.getConditions().stream()
            .anyMatch(
                each -> "Succeeded".equals(each.getType()) && "True".equals(each.getStatus()));
  }

  private static boolean updated(Deployment deployment) {
    Integer updated = deployment.getStatus().getUpdatedReplicas();
    return updated != null && updated == PODS && ready(deployment) == PODS;
  }

  private static int ready(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    return status == null || status.getReadyReplicas() == null ? 0 : status.getReadyReplicas();
  }

  private static Deployment deployment(String name) {
    return DeploymentFixture.deployment(name).replicas(PODS).build();
  }

  private NonNamespaceOperation<Deployment, DeploymentList, RollableScalableResource<Deployment>>
      deployments() {
    return kubernetes.apps().deployments().inNamespace(namespace);
  }

  private NonNamespaceOperation<Rollout, KubernetesResourceList<Rollout>, Resource<Rollout>>
      rollouts() {
    return kubernetes.resources(Rollout.class).inNamespace(namespace);
  }

  private void each(Consumer<String> work) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String name = "release-" + i;
      all.add(hands.submit(() -> work.accept(name)));
    }
    for (Future<?> one : all) {
      one.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    }
  }

  /** Hears of every state, and returns when each object has been in the wanted one. */
  private <T extends HasMetadata> void until(
      Watchable<T> objects, Consumer<T> onEach, Predicate<T> wanted) throws Exception {
    Set<String> there = ConcurrentHashMap.newKeySet();
    CompletableFuture<Void> all = new CompletableFuture<>();
    Watcher<T> watcher =
        new Watcher<>() {
          @Override
          public void eventReceived(Action action, T object) {
            onEach.accept(object);
            if (wanted.test(object)
                && there.add(object.getMetadata().getName())
                && there.size() == size) {
              all.complete(null);
            }
          }

          @Override
          public void onClose(WatcherException cause) {
            all.completeExceptionally(cause);
          }
        };
    Watch watch = objects.watch(watcher);
    try {
      CompletableFuture.anyOf(all, failed).get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } finally {
      watch.close();
    }
  }

  @Override
  public void close() {
    hands.shutdownNow();
    kubernetes.namespaces().withName(namespace).delete();
  }
}

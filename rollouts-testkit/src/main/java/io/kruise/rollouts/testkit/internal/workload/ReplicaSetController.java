// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.ownership.Claims;
import io.kruise.rollouts.testkit.internal.ownership.Owners;
import io.kruise.rollouts.testkit.internal.pod.PodDeletionOrder;
import io.kruise.rollouts.testkit.internal.pod.PodTemplates;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSet;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Kubernetes' controller of ReplicaSets (pkg/controller/replicaset/replica_set.go). */
public final class ReplicaSetController implements Controller {
  private static final String APPS = "apps";
  private static final String KIND = "ReplicaSet";
  private static final int BURST = 500;

  @Override
  public String name() {
    return "replicaset-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    if (change.ref().kind().equals(KIND) && change.ref().group().equals(APPS)) {
      return List.of(change.ref());
    }
    return Owners.ofPod(change, world, APPS, KIND);
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    return world.get(ref).map(set -> sync(set, world, now)).orElse(Step.nothing());
  }

  private static Step sync(ObjectNode set, World world, Instant now) {
    Step.Builder step = Step.builder();
    List<ObjectNode> pods = Claims.claim(world, set, "", "Pod", Pods::active, step);
    if (!Meta.deleting(set)) {
      manage(set, pods, world, now, step);
    }
    ObjectNode status = status(set, pods, now);
    if (!status.equals(set.path("status"))) {
      step.replaceStatus(ObjectRef.of(set), status);
    }
    recheck(set, pods, now, step);
    return step.build();
  }

  /** manageReplicas. */
  private static void manage(
      ObjectNode set, List<ObjectNode> pods, World world, Instant now, Step.Builder step) {
    int missing = new ReplicaSet(set).replicas() - pods.size();
    PodTemplates.generated(
            set.path("spec").path("template"), set, Math.min(missing, BURST), world, now)
        .forEach(
            pod -> {
              step.create(pod);
              step.emit(set, "Normal", "SuccessfulCreate", "Created pod: " + Meta.name(pod));
            });
    if (missing < 0) {
      new PodDeletionOrder(related(set, world), now)
          .sorted(pods).stream()
              .limit(Math.min(-missing, BURST))
              .forEach(
                  pod -> {
                    step.delete(ObjectRef.of(pod));
                    step.emit(set, "Normal", "SuccessfulDelete", "Deleted pod: " + Meta.name(pod));
                  });
    }
  }

  /** getIndirectlyRelatedPods: those of all ReplicaSets of the same owner. */
  private static List<ObjectNode> related(ObjectNode set, World world) {
    JsonNode owner = Meta.controller(set);
    if (owner == null) {
      return Claims.controlled(world, set, "", "Pod");
    }
    return world.dependents(owner.path("uid").asText()).stream()
        .filter(sibling -> sibling.path("kind").asText().equals(KIND))
        .flatMap(sibling -> Claims.controlled(world, sibling, "", "Pod").stream())
        .toList();
  }

  /** calculateStatus: of the pods that were there before this pass. */
  private static ObjectNode status(ObjectNode set, List<ObjectNode> pods, Instant now) {
    int minReadySeconds = minReadySeconds(set);
    ObjectNode selector = Json.object();
    selector.set("matchLabels", Json.at(set, "spec", "template", "metadata", "labels"));
    ObjectNode status = Json.object().put("replicas", pods.size());
    Counts.put(
        status,
        "fullyLabeledReplicas",
        pods,
        pod -> LabelSelector.matches(selector, Meta.of(pod).path("labels")));
    Counts.put(status, "readyReplicas", pods, Pods::ready);
    Counts.put(status, "availableReplicas", pods, pod -> Pods.available(pod, minReadySeconds, now));
    status.put("observedGeneration", (int) Meta.generation(set));
    JsonNode conditions = set.path("status").path("conditions");
    if (!conditions.isEmpty()) {
      status.set("conditions", conditions);
    }
    return status;
  }

  private static void recheck(
      ObjectNode set, List<ObjectNode> pods, Instant now, Step.Builder step) {
    int minReadySeconds = minReadySeconds(set);
    List<ObjectNode> waiting =
        pods.stream()
            .filter(Pods::ready)
            .filter(pod -> !Pods.available(pod, minReadySeconds, now))
            .toList();
    waiting.forEach(pod -> step.recheck(Pods.untilAvailable(pod, minReadySeconds, now)));
    boolean allReady = pods.stream().filter(Pods::ready).count() == new ReplicaSet(set).replicas();
    if (allReady && !waiting.isEmpty()) {
      step.recheck(Duration.ofSeconds(minReadySeconds));
    }
  }

  private static int minReadySeconds(ObjectNode set) {
    return set.path("spec").path("minReadySeconds").asInt();
  }
}

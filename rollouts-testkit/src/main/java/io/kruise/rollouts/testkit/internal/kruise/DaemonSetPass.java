// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.pod.PodTemplates;
import io.kruise.rollouts.testkit.internal.pod.Pods;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one pass over an Advanced DaemonSet knows, and how it makes and deletes pods.
 *
 * @param spec what is wanted
 * @param hash of the present template
 * @param nodes all nodes, by name
 * @param podsOn the pods by node, those that are being deleted among them; oldest first
 * @param world all objects
 * @param now the cluster's time
 * @param step what is written
 */
record DaemonSetPass(
    DaemonSetSpec spec,
    String hash,
    List<ObjectNode> nodes,
    Map<String, List<KruisePod>> podsOn,
    World world,
    Instant now,
    Step.Builder step) {

  /** The pods of a node, of which each that is not being deleted is new or old. */
  record OnNode(List<KruisePod> updated, List<KruisePod> old) {

    /** Whether there is more than one of a sort; the management deletes those first. */
    boolean crowded() {
      return updated.size() > 1 || old.size() > 1;
    }

    /** Whether no new pod is there, or only one that waits for its deletion. */
    boolean noneUpdated() {
      return updated.stream().allMatch(OnNode::preDeleting);
    }

    /** Whether no old pod is there, or only one that waits for its deletion. */
    boolean noneOld() {
      return old.stream().allMatch(OnNode::preDeleting);
    }

    static boolean preDeleting(KruisePod pod) {
      return pod.lifecycle() == LifecycleState.PREPARING_DELETE;
    }
  }

  boolean shouldRun(ObjectNode node) {
    return DaemonNodes.shouldRun(spec.template(), node);
  }

  /** findUpdatedPodsOnNode. */
  OnNode on(String node) {
    List<KruisePod> present =
        podsOn.getOrDefault(node, List.of()).stream().filter(pod -> !pod.terminating()).toList();
    return new OnNode(
        present.stream().filter(this::isUpdated).toList(),
        present.stream().filter(pod -> !isUpdated(pod)).toList());
  }

  boolean isUpdated(KruisePod pod) {
    return pod.label(KruiseNames.REVISION).equals(hash);
  }

  boolean available(KruisePod pod) {
    return Pods.available(pod.object(), spec.minReadySeconds(), now);
  }

  /**
   * Makes and deletes pods, not too many at once (syncNodes).
   *
   * @param delete pods
   * @param create nodes that get a pod
   * @return whether there was anything to do
   */
  boolean sync(List<KruisePod> delete, List<String> create) {
    List<String> targets = create.stream().limit(spec.burst()).toList();
    List<ObjectNode> named =
        PodTemplates.generated(Json.object(), spec.workload().object(), targets.size(), world, now);
    for (int i = 0; i < targets.size(); i++) {
      String name = Meta.name(named.get(i));
      step.create(podFor(targets.get(i), name));
      emit("SuccessfulCreate", "Created pod: " + name);
    }
    List<KruisePod> going = delete.stream().filter(this::mayGo).limit(spec.burst()).toList();
    for (KruisePod pod : going) {
      step.delete(pod.ref());
      emit("SuccessfulDelete", "Deleted pod: " + pod.name());
    }
    return !targets.isEmpty() || !going.isEmpty();
  }

  void emit(String reason, String message) {
    step.emit(spec.workload().object(), "Normal", reason, message);
  }

  private ObjectNode podFor(String node, String name) {
    String[] gates =
        spec.inPlace() ? new String[] {KruiseNames.IN_PLACE_UPDATE_READY} : new String[0];
    ObjectNode pod = spec.workload().podOf(spec.template(), name, gates);
    Json.dig(pod, "metadata", "labels").put(KruiseNames.REVISION, hash);
    DaemonNodes.tolerate(pod);
    DaemonNodes.pin(pod, node);
    return pod;
  }

  /** Marks a pod that a preDelete hook holds, instead of deleting it (syncWithPreparingDelete). */
  private boolean mayGo(KruisePod pod) {
    boolean held = LifecycleState.hooked(spec.workload().hook("preDelete"), pod);
    if (held && !OnNode.preDeleting(pod)) {
      step.merge(pod.ref(), LifecycleState.PREPARING_DELETE.writeOn(Json.object(), now));
    }
    return !held;
  }
}

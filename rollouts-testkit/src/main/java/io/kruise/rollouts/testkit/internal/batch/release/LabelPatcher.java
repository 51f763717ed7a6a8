// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes on upgraded pods which release and which batch upgraded them (labelpatch/patcher.go).
 *
 * <p>Pods of a Deployment get their revision besides, as Kruise computes it: what their ReplicaSet
 * is called need not say it.
 */
public final class LabelPatcher {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,9}");

  private final Pass pass;
  private final BatchContext context;
  private final Map<ObjectRef, String> newHashes = new LinkedHashMap<>();

  private LabelPatcher(Pass pass, BatchContext context) {
    this.pass = pass;
    this.context = context;
  }

  /**
   * Labels the pods of a batch (PatchPodBatchLabel).
   *
   * @param pass the pass
   * @param context the batch, with the workload's pods
   * @return done, or why not; then nothing was written
   */
  public static Outcome patch(Pass pass, BatchContext context) {
    if (context.release().rolloutId().isEmpty() || context.pods().isEmpty()) {
      return Outcome.done();
    }
    return new LabelPatcher(pass, context).patch();
  }

  private Outcome patch() {
    int[] room = increments();
    Deque<ObjectNode> unlabelled = new ArrayDeque<>();
    for (ObjectNode pod : context.filter().filter(context.pods(), context)) {
      if (Meta.deleting(pod)) {
        continue;
      }
      Outcome known = findRevision(pod);
      if (!known.isDone()) {
        return known;
      }
      String hash =
          newHashes.getOrDefault(ObjectRef.of(pod), Meta.label(pod, Pods.CONTROLLER_REVISION_HASH));
      if (!Pods.has(pod, hash, context.updateRevision())) {
        continue;
      }
      int batch = labelledBatch(pod, room.length);
      if (batch == 0) {
        unlabelled.addLast(pod);
      } else {
        room[batch - 1]--;
      }
    }
    for (int batch = room.length; batch > 0; batch--) {
      for (int free = room[batch - 1]; free > 0 && !unlabelled.isEmpty(); free--) {
        label(unlabelled.removeLast(), batch);
      }
    }
    newHashes.forEach(
        (pod, hash) -> pass.step().merge(pod, labels(Pods.CONTROLLER_REVISION_HASH, hash)));
    return Outcome.done();
  }

  /** calculatePlannedStepIncrements: how many pods each batch adds; none after the current one. */
  private int[] increments() {
    int[] room = new int[context.release().batches().size()];
    int before = 0;
    for (int batch = 0; batch <= context.batch(); batch++) {
      int until =
          ReplicaMath.batch(context.release().planned(batch), context.workload().replicas());
      room[batch] = until - before;
      before = until;
    }
    return room;
  }

  /** The batch that this release has written on a pod, counted from 1; 0 for none. */
  private int labelledBatch(JsonNode pod, int batches) {
    String batch = Meta.label(pod, RolloutLabels.ROLLOUT_BATCH_ID);
    boolean ours = Meta.label(pod, RolloutLabels.ROLLOUT_ID).equals(context.release().rolloutId());
    if (!ours || !NUMBER.matcher(batch).matches()) {
      return 0;
    }
    int number = Integer.parseInt(batch);
    return number > 0 && number <= batches ? number : 0;
  }

  private Outcome findRevision(ObjectNode pod) {
    JsonNode owner = Meta.controller(pod);
    boolean ofReplicaSet = owner != null && owner.path("kind").asText().equals("ReplicaSet");
    if (!ofReplicaSet || !Meta.label(pod, Pods.CONTROLLER_REVISION_HASH).isEmpty()) {
      return Outcome.done();
    }
    ObjectNode replicaSet = Pods.owner(pass.world(), pod);
    if (replicaSet == null) {
      return Outcome.notYet("the ReplicaSet of " + Meta.name(pod) + " not found");
    }
    ObjectNode deployment = Pods.owner(pass.world(), replicaSet);
    if (deployment == null) {
      return Outcome.notYet("ReplicaSet has no deployment owner");
    }
    newHashes.put(
        ObjectRef.of(pod),
        pass.world().derived(Json.at(replicaSet, "spec", "template"), TemplateHash.KRUISE));
    return Outcome.done();
  }

  private void label(ObjectNode pod, int batch) {
    ObjectNode patch = labels(RolloutLabels.ROLLOUT_ID, context.release().rolloutId());
    ObjectNode labels = Json.dig(patch, "metadata", "labels");
    labels.put(RolloutLabels.ROLLOUT_BATCH_ID, Integer.toString(batch));
    String hash = newHashes.remove(ObjectRef.of(pod));
    if (hash != null) {
      labels.put(Pods.CONTROLLER_REVISION_HASH, hash);
    }
    pass.patch(pod, patch);
  }

  private static ObjectNode labels(String key, String value) {
    ObjectNode patch = Json.object();
    Json.dig(patch, "metadata", "labels").put(key, value);
    return patch;
  }
}

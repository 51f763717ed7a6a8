// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.time.Instant;
import java.util.List;

/** Releases and pods as upstream's tests have them. */
final class Fixture {
  static final String ID = "rollout-1";
  static final String REVISION = "version-1";

  private Fixture() {}

  /** A release of REVISION whose batches are numbers of pods. */
  static Release release(String id, int currentBatch, List<Integer> batches) {
    ObjectNode object = Json.object();
    ObjectNode plan = Json.dig(object, "spec", "releasePlan").put("rolloutID", id);
    ArrayNode array = plan.putArray("batches");
    batches.forEach(batch -> array.addObject().put("canaryReplicas", batch));
    Json.dig(object, "status").put("updateRevision", REVISION);
    Json.dig(object, "status", "canaryStatus").put("currentBatch", currentBatch);
    return Release.of(world(List.of()), object);
  }

  /** A world of these objects. */
  static World world(List<ObjectNode> objects) {
    ObjectStore store = new ObjectStore();
    objects.forEach(store::put);
    return new ObjectService(store, SchemaRules.NONE, List.of(), () -> Instant.EPOCH);
  }

  static WorkloadInfo workload(int replicas, int updated, int ready) {
    return new WorkloadInfo(replicas, 1, WorkloadStatus.NONE.withUpdated(updated, ready));
  }

  /** A pod of REVISION, with labels of a release when the id isn't empty. */
  static ObjectNode pod(int ordinal, String id, String batch) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    Json.dig(pod, "metadata").put("name", "pod-" + ordinal).put("namespace", "ns");
    ObjectNode labels =
        Json.dig(pod, "metadata", "labels").put(Pods.CONTROLLER_REVISION_HASH, REVISION);
    if (!id.isEmpty()) {
      labels.put(RolloutLabels.ROLLOUT_ID, id).put(RolloutLabels.ROLLOUT_BATCH_ID, batch);
    }
    return pod;
  }
}

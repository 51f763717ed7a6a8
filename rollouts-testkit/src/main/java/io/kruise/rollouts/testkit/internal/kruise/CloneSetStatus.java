// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import java.util.function.Predicate;

/** A CloneSet's status (pkg/controller/cloneset/cloneset_status.go). */
final class CloneSetStatus {
  private CloneSetStatus() {}

  /** The status of the pods as they stood before the pass (calculateStatus). */
  static ObjectNode of(CloneSetPass pass) {
    CloneSetSpec spec = pass.spec();
    List<KruisePod> all = pass.pods();
    List<KruisePod> updated = pass.updated();
    Predicate<KruisePod> ready = pod -> CloneSetSpec.updateReady(pod, 0, pass.now());
    // stable as soon as all pods are of the new revision, ready or not
    boolean stable = updated.size() == all.size() && all.size() == spec.replicas();
    Revision current = stable ? pass.revisions().update() : pass.revisions().current();

    ObjectNode status = Json.object();
    status.put("observedGeneration", Meta.generation(pass.cloneSet()));
    status.put("replicas", all.size());
    status.put("readyReplicas", count(all, ready));
    status.put("availableReplicas", count(all, pass::available));
    status.put("updatedReplicas", updated.size());
    status.put("updatedReadyReplicas", count(updated, ready));
    putUnlessZero(status, "updatedAvailableReplicas", count(updated, pass::available));
    putUnlessZero(status, "expectedUpdatedReplicas", spec.replicas() - spec.partition());
    status.put("updateRevision", pass.revisions().update().name());
    status.put("currentRevision", current.name());
    status.put("collisionCount", pass.revisions().collisionCount());
    return status.put("labelSelector", spec.workload().selectorText());
  }

  private static int count(List<KruisePod> pods, Predicate<KruisePod> counted) {
    return (int) pods.stream().filter(counted).count();
  }

  private static void putUnlessZero(ObjectNode status, String field, int value) {
    if (value != 0) {
      status.put(field, value);
    }
  }
}

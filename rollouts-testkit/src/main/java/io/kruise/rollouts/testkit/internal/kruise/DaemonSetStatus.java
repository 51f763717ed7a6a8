// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Duration;
import java.util.List;

/**
 * An Advanced DaemonSet's status (daemonset_controller.go, updateDaemonSetStatus and
 * storeDaemonSetStatus).
 */
final class DaemonSetStatus {
  private DaemonSetStatus() {}

  /**
   * Writes it when it differs.
   *
   * @param pass the pass; the pods as they stood before it
   * @param observed whether the present spec is carried out as far as it can be
   */
  static void write(DaemonSetPass pass, boolean observed) {
    int desired = 0;
    int scheduled = 0;
    int misscheduled = 0;
    int ready = 0;
    int updated = 0;
    int available = 0;
    for (ObjectNode node : pass.nodes()) {
      List<KruisePod> pods = pass.podsOn().getOrDefault(Meta.name(node), List.of());
      if (!pass.shouldRun(node)) {
        misscheduled += pods.isEmpty() ? 0 : 1;
        continue;
      }
      desired++;
      if (!pods.isEmpty()) {
        KruisePod pod = pods.get(0);
        scheduled++;
        ready += pod.ready() ? 1 : 0;
        available += available(pass, pod) ? 1 : 0;
        updated += pass.isUpdated(pod) ? 1 : 0;
      }
    }
    KruiseWorkload workload = pass.spec().workload();
    ObjectNode status =
        workload.status() instanceof ObjectNode before ? before.deepCopy() : Json.object();
    status.put("currentNumberScheduled", scheduled);
    status.put("numberMisscheduled", misscheduled);
    status.put("desiredNumberScheduled", desired);
    status.put("numberReady", ready);
    if (observed) {
      status.put("observedGeneration", Meta.generation(workload.object()));
    }
    status.put("updatedNumberScheduled", updated);
    putUnlessZero(status, "numberAvailable", available);
    putUnlessZero(status, "numberUnavailable", desired - available);
    status.put("daemonSetHash", pass.hash());
    if (!status.toString().equals(workload.status().toString())) {
      pass.step().replaceStatus(workload.ref(), status);
    }
    if (ready != available) {
      pass.step().recheck(Duration.ofSeconds(pass.spec().minReadySeconds()));
    }
  }

  /** isDaemonPodAvailable. */
  private static boolean available(DaemonSetPass pass, KruisePod pod) {
    boolean closed =
        pod.hasGate(KruiseNames.IN_PLACE_UPDATE_READY)
            && pod.condition(KruiseNames.IN_PLACE_UPDATE_READY)
                .path("status")
                .asText("True")
                .equals("False");
    return pass.available(pod) && !closed;
  }

  private static void putUnlessZero(ObjectNode status, String field, int value) {
    if (value == 0) {
      status.remove(field);
    } else {
      status.put(field, value);
    }
  }
}

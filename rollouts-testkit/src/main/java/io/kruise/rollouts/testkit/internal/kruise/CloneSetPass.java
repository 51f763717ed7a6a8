// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import java.time.Instant;
import java.util.List;

/**
 * What one pass over a CloneSet knows.
 *
 * @param spec what is wanted
 * @param revisions the revisions
 * @param pods the active pods that it controls, by name
 * @param world all objects
 * @param now the cluster's time
 * @param step what is written
 */
record CloneSetPass(
    CloneSetSpec spec,
    RevisionHistory revisions,
    List<KruisePod> pods,
    World world,
    Instant now,
    Step.Builder step) {

  ObjectNode cloneSet() {
    return spec.workload().object();
  }

  List<KruisePod> updated() {
    return pods.stream().filter(this::isUpdated).toList();
  }

  List<KruisePod> notUpdated() {
    return pods.stream().filter(pod -> !isUpdated(pod)).toList();
  }

  boolean isUpdated(KruisePod pod) {
    return pod.isOf(revisions.update().name());
  }

  boolean available(KruisePod pod) {
    return spec.available(pod, now);
  }

  CloneSetDiff diff() {
    return CloneSetDiff.of(spec, updated(), notUpdated(), now);
  }

  void emit(String reason, String message) {
    step.emit(cloneSet(), "Normal", reason, message);
  }
}

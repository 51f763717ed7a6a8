// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;

/**
 * A workload as the Rollout controller sees it: upstream's Workload
 * (pkg/util/controller_finder.go).
 *
 * @param object the workload itself
 * @param consistent whether its status belongs to its spec; if not, nothing else is known of it
 * @param replicas how many pods it wants
 * @param stableRevision the revision of old pods, "" when unknown
 * @param revision the revision of its present template: upstream's CanaryRevision
 * @param podTemplateHash by which a Service can select new pods, "" when unknown
 * @param revisionLabelKey the pods' label that holds their revision
 * @param progressing whether a release goes on: the annotation in-progressing is there
 * @param rollback whether that release goes back to the stable revision
 */
record Workload(
    ObjectNode object,
    boolean consistent,
    int replicas,
    String stableRevision,
    String revision,
    String podTemplateHash,
    String revisionLabelKey,
    boolean progressing,
    boolean rollback) {

  /** Of a workload whose status lags behind, upstream keeps nothing, not even the name. */
  static final Workload INCONSISTENT =
      new Workload(Json.object(), false, 0, "", "", "", "", false, false);

  static Workload of(
      ObjectNode object,
      int replicas,
      String stableRevision,
      String revision,
      String podTemplateHash,
      String revisionLabelKey) {
    return new Workload(
        object,
        true,
        replicas,
        stableRevision,
        revision,
        podTemplateHash,
        revisionLabelKey,
        Meta.of(object).path("annotations").has(RolloutAnnotations.IN_PROGRESSING),
        false);
  }

  Workload hash(String hash) {
    return new Workload(
        object,
        consistent,
        replicas,
        stableRevision,
        revision,
        hash,
        revisionLabelKey,
        progressing,
        rollback);
  }

  Workload rollback(boolean goesBack) {
    return new Workload(
        object,
        consistent,
        replicas,
        stableRevision,
        revision,
        podTemplateHash,
        revisionLabelKey,
        progressing,
        goesBack);
  }

  ObjectRef ref() {
    return ObjectRef.of(object);
  }

  /** getRolloutID (rollout_status.go): the label, else the revision. */
  String rolloutId() {
    String label = Meta.label(object, RolloutLabels.ROLLOUT_ID);
    if (!label.isEmpty()) {
      return label;
    }
    return rollback ? "rollback-" + revision : revision;
  }
}

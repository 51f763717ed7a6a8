// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.workload;

import java.util.Map;

/**
 * What the verbs have to know of a kind of workload beyond what all have in common: labels,
 * annotations, {@code spec.template}, {@code spec.selector} and {@code status.observedGeneration}.
 *
 * <p>Deployment, StatefulSet, OpenKruise's CloneSet, StatefulSet and DaemonSet are known. Kruise
 * Rollouts v0.6.2 releases other kinds as well when it runs with {@code
 * --filter-workload-type=false}, if they look like a StatefulSet (pkg/util/parse_utils.go); a kind
 * whose plural is its name in lower case with an s needs nothing, all others are made known by
 * {@link io.kruise.rollouts.client.RolloutsClient#knowing}. Implementations are immutable.
 */
public interface WorkloadKind {

  /** Where the revisions of a workload are kept. */
  enum Revisions {
    /** In ReplicaSets, as a Deployment's. */
    REPLICA_SETS,
    /** In ControllerRevisions, as all others'. */
    CONTROLLER_REVISIONS
  }

  /**
   * The pods of a workload, by its own count.
   *
   * @param wanted how many it is to have
   * @param all how many it has
   * @param updated those of its newest revision
   * @param ready those that are ready, of any revision
   */
  record Pods(int wanted, int all, int updated, int ready) {}

  /**
   * Whether a workload is of this kind.
   *
   * @param apiVersion its group and version
   * @param kind its kind
   * @return whether to ask this object about it
   */
  boolean is(String apiVersion, String kind);

  /**
   * The kind's name in URLs and Roles.
   *
   * @return such as "statefulsets"
   */
  String plural();

  /**
   * Where its revisions are kept.
   *
   * @return in ControllerRevisions, unless it says otherwise
   */
  default Revisions revisions() {
    return Revisions.CONTROLLER_REVISIONS;
  }

  /**
   * Counts the pods.
   *
   * @param spec the workload's spec
   * @param status its status; empty when it has none yet
   * @return by the fields that a StatefulSet has, unless it says otherwise
   */
  default Pods pods(Map<String, Object> spec, Map<String, Object> status) {
    return new Pods(
        number(spec, "replicas", 1),
        number(status, "replicas", 0),
        number(status, "updatedReplicas", 0),
        number(status, "readyReplicas", 0));
  }

  /**
   * A kind that looks like a StatefulSet.
   *
   * @param apiGroup its group, whatever the version; "" for the core group
   * @param kind its name
   * @param plural its name in URLs
   * @return the kind
   */
  static WorkloadKind likeStatefulSet(String apiGroup, String kind, String plural) {
    return new StatefulSetLike(apiGroup, kind, plural);
  }

  private static int number(Map<String, Object> fields, String field, int otherwise) {
    return fields.get(field) instanceof Number number ? number.intValue() : otherwise;
  }
}

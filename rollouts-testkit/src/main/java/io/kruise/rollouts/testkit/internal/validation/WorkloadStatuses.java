// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import java.util.List;

/** What stands in the status of workloads: counts. (apps/validation, Validate…Status) */
final class WorkloadStatuses {
  private static final String OF_ALL = "cannot be greater than status.replicas";

  private WorkloadStatuses() {}

  static void deployment(Part status) {
    status.nonNegative(
        "observedGeneration",
        "replicas",
        "updatedReplicas",
        "readyReplicas",
        "availableReplicas",
        "unavailableReplicas",
        "terminatingReplicas",
        "collisionCount");
    among(status, List.of("updatedReplicas", "readyReplicas", "availableReplicas"));
    readyFirst(status, "cannot be greater than readyReplicas");
  }

  static void replicaSet(Part status) {
    status.nonNegative(
        "replicas",
        "fullyLabeledReplicas",
        "readyReplicas",
        "availableReplicas",
        "observedGeneration",
        "terminatingReplicas");
    among(status, List.of("fullyLabeledReplicas", "readyReplicas", "availableReplicas"));
    readyFirst(status, "cannot be greater than readyReplicas");
  }

  static void statefulSet(Part status) {
    status.nonNegative(
        "replicas",
        "readyReplicas",
        "currentReplicas",
        "updatedReplicas",
        "availableReplicas",
        "observedGeneration",
        "collisionCount");
    among(
        status,
        List.of("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"));
    readyFirst(status, "cannot be greater than status.readyReplicas");
  }

  static void daemonSet(Part status) {
    status.nonNegative(
        "currentNumberScheduled",
        "numberMisscheduled",
        "desiredNumberScheduled",
        "numberReady",
        "observedGeneration",
        "updatedNumberScheduled",
        "numberAvailable",
        "numberUnavailable",
        "collisionCount");
  }

  private static void among(Part status, List<String> fields) {
    for (String field : fields) {
      if (status.number(field) > status.number("replicas")) {
        status.at(field).invalidNumber(OF_ALL);
      }
    }
  }

  private static void readyFirst(Part status, String detail) {
    if (status.number("availableReplicas") > status.number("readyReplicas")) {
      status.at("availableReplicas").invalidNumber(detail);
    }
  }
}

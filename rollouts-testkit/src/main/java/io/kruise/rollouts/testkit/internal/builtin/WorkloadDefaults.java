// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.builtin;

import static io.kruise.rollouts.testkit.internal.builtin.CoreDefaults.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Defaults of the groups apps and batch; each row is named after the type that upstream's
 * SetDefaults function is for. (k8s.io/kubernetes/pkg/apis/apps/v1/defaults.go,
 * batch/v1/defaults.go)
 */
final class WorkloadDefaults {
  private static final String ROLLING = "RollingUpdate";

  static final Map<String, Consumer<ObjectNode>> APPS =
      Map.of(
          "Deployment", WorkloadDefaults::deployment,
          "ReplicaSet", set -> set(Json.dig(set, "spec"), "replicas", 1),
          "StatefulSet", WorkloadDefaults::statefulSet,
          "DaemonSet", WorkloadDefaults::daemonSet);

  static final Map<String, Consumer<ObjectNode>> BATCH =
      Map.of(
          "Job", WorkloadDefaults::job,
          "CronJob", WorkloadDefaults::cronJob);

  private WorkloadDefaults() {}

  private static void deployment(ObjectNode deployment) {
    ObjectNode spec = Json.dig(deployment, "spec");
    set(spec, "replicas", 1);
    ObjectNode strategy = Json.dig(spec, "strategy");
    set(strategy, "type", ROLLING);
    if (strategy.path("type").asText().equals(ROLLING)) {
      ObjectNode rolling = Json.dig(strategy, "rollingUpdate");
      set(rolling, "maxUnavailable", "25%");
      set(rolling, "maxSurge", "25%");
    }
    set(spec, "revisionHistoryLimit", 10);
    set(spec, "progressDeadlineSeconds", 600);
  }

  private static void statefulSet(ObjectNode statefulSet) {
    ObjectNode spec = Json.dig(statefulSet, "spec");
    set(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = Json.dig(spec, "updateStrategy");
    if (!strategy.has("type")) {
      strategy.put("type", ROLLING);
      Json.dig(strategy, "rollingUpdate");
    }
    if (strategy.path("type").asText().equals(ROLLING) && strategy.has("rollingUpdate")) {
      set(Json.dig(strategy, "rollingUpdate"), "partition", 0);
    }
    ObjectNode retention = Json.dig(spec, "persistentVolumeClaimRetentionPolicy");
    set(retention, "whenDeleted", "Retain");
    set(retention, "whenScaled", "Retain");
    set(spec, "replicas", 1);
    set(spec, "revisionHistoryLimit", 10);
    // (apps/v1/conversion.go)
    for (JsonNode claim : Json.items(spec.path("volumeClaimTemplates"))) {
      set((ObjectNode) claim, "apiVersion", "v1");
      set((ObjectNode) claim, "kind", "PersistentVolumeClaim");
    }
  }

  private static void daemonSet(ObjectNode daemonSet) {
    ObjectNode spec = Json.dig(daemonSet, "spec");
    ObjectNode strategy = Json.dig(spec, "updateStrategy");
    set(strategy, "type", ROLLING);
    if (strategy.path("type").asText().equals(ROLLING)) {
      ObjectNode rolling = Json.dig(strategy, "rollingUpdate");
      set(rolling, "maxUnavailable", 1);
      set(rolling, "maxSurge", 0);
    }
    set(spec, "revisionHistoryLimit", 10);
  }

  private static void job(ObjectNode job) {
    ObjectNode spec = Json.dig(job, "spec");
    if (!spec.has("parallelism")) {
      set(spec, "completions", 1);
    }
    set(spec, "parallelism", 1);
    set(spec, "backoffLimit", spec.has("backoffLimitPerIndex") ? Integer.MAX_VALUE : 6);
    JsonNode labels = Json.at(spec, "template", "metadata", "labels");
    if (!labels.isEmpty()) {
      set(Json.dig(job, "metadata"), "labels", labels.deepCopy());
    }
    set(spec, "completionMode", "NonIndexed");
    set(spec, "suspend", false);
    set(
        spec,
        "podReplacementPolicy",
        spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    set(spec, "manualSelector", false);
  }

  private static void cronJob(ObjectNode cronJob) {
    ObjectNode spec = Json.dig(cronJob, "spec");
    set(spec, "concurrencyPolicy", "Allow");
    set(spec, "suspend", false);
    set(spec, "successfulJobsHistoryLimit", 3);
    set(spec, "failedJobsHistoryLimit", 1);
  }
}

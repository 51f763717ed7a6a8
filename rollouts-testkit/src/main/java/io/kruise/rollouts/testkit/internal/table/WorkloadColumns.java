// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.table;

import static io.kruise.rollouts.testkit.internal.table.Column.AGE;
import static io.kruise.rollouts.testkit.internal.table.Column.NAME;
import static io.kruise.rollouts.testkit.internal.table.Column.text;
import static io.kruise.rollouts.testkit.internal.table.Column.timed;
import static io.kruise.rollouts.testkit.internal.table.Column.value;
import static io.kruise.rollouts.testkit.internal.table.Column.wide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The columns of workloads, by type. (k8s.io/kubernetes/pkg/printers/internalversion/printers.go)
 */
final class WorkloadColumns {
  private static final Column CONTAINERS =
      wide("Containers", object -> Cells.each(Cells.containers(object), "name"));
  private static final Column IMAGES =
      wide("Images", object -> Cells.each(Cells.containers(object), "image"));
  private static final Column SELECTOR =
      wide("Selector", object -> Cells.selector(Json.at(object, "spec", "selector")));

  static final Map<String, List<Column>> BY_RESOURCE =
      Map.of(
          "deployments.apps",
          List.of(
              NAME,
              text("Ready", WorkloadColumns::ready),
              value("Up-to-date", "string", object -> status(object, "updatedReplicas")),
              value("Available", "string", object -> status(object, "availableReplicas")),
              AGE,
              CONTAINERS,
              IMAGES,
              SELECTOR),
          "replicasets.apps",
          List.of(
              NAME,
              value("Desired", "integer", WorkloadColumns::desired),
              value("Current", "integer", object -> status(object, "replicas")),
              value("Ready", "integer", object -> status(object, "readyReplicas")),
              AGE,
              CONTAINERS,
              IMAGES,
              SELECTOR),
          "statefulsets.apps",
          List.of(NAME, text("Ready", WorkloadColumns::ready), AGE, CONTAINERS, IMAGES),
          "daemonsets.apps",
          List.of(
              NAME,
              value("Desired", "integer", object -> status(object, "desiredNumberScheduled")),
              value("Current", "integer", object -> status(object, "currentNumberScheduled")),
              value("Ready", "integer", object -> status(object, "numberReady")),
              value("Up-to-date", "integer", object -> status(object, "updatedNumberScheduled")),
              value("Available", "integer", object -> status(object, "numberAvailable")),
              text(
                  "Node Selector",
                  object ->
                      Cells.labels(Json.at(object, "spec", "template", "spec", "nodeSelector"))),
              AGE,
              CONTAINERS,
              IMAGES,
              SELECTOR),
          "controllerrevisions.apps",
          List.of(
              NAME,
              text("Controller", WorkloadColumns::controller),
              value("Revision", "string", object -> object.path("revision").asLong()),
              AGE),
          "jobs.batch",
          List.of(
              NAME,
              text("Status", WorkloadColumns::jobStatus),
              text("Completions", WorkloadColumns::completions),
              timed("Duration", 0, WorkloadColumns::duration),
              AGE,
              CONTAINERS,
              IMAGES,
              SELECTOR),
          "cronjobs.batch",
          List.of(
              NAME,
              text("Schedule", object -> Json.at(object, "spec", "schedule").asText()),
              text("Timezone", object -> Cells.or(Json.at(object, "spec", "timeZone"), Cells.NONE)),
              text("Suspend", WorkloadColumns::suspended),
              value("Active", "integer", object -> Json.at(object, "status", "active").size()),
              timed("Last Schedule", 0, WorkloadColumns::lastSchedule),
              AGE,
              wide("Containers", object -> Cells.each(Cells.containers(inner(object)), "name")),
              wide("Images", object -> Cells.each(Cells.containers(inner(object)), "image")),
              wide(
                  "Selector",
                  object -> Cells.selector(Json.at(inner(object), "spec", "selector")))));

  private WorkloadColumns() {}

  private static long status(JsonNode object, String field) {
    return Json.at(object, "status", field).asLong();
  }

  private static long desired(JsonNode object) {
    return Json.at(object, "spec", "replicas").asLong();
  }

  private static String ready(JsonNode object) {
    return status(object, "readyReplicas") + "/" + desired(object);
  }

  private static String controller(ObjectNode object) {
    JsonNode controller = Meta.controller(object);
    if (controller == null) {
      return Cells.NONE;
    }
    String kind = controller.path("kind").asText().toLowerCase(java.util.Locale.ROOT);
    String group =
        io.kruise.rollouts.testkit.internal.object.ObjectRef.groupOf(
            controller.path("apiVersion").asText());
    return kind + (group.isEmpty() ? "" : "." + group) + "/" + controller.path("name").asText();
  }

  private static String jobStatus(ObjectNode job) {
    if (condition(job, "Complete")) {
      return "Complete";
    }
    if (condition(job, "Failed")) {
      return "Failed";
    }
    if (Meta.deleting(job)) {
      return "Terminating";
    }
    if (condition(job, "Suspended")) {
      return "Suspended";
    }
    return condition(job, "FailureTarget") ? "FailureTarget" : "Running";
  }

  private static boolean condition(ObjectNode job, String type) {
    return Json.items(Json.at(job, "status", "conditions")).stream()
        .anyMatch(
            condition ->
                condition.path("type").asText().equals(type)
                    && condition.path("status").asText().equals("True"));
  }

  private static String completions(ObjectNode job) {
    JsonNode spec = job.path("spec");
    long succeeded = status(job, "succeeded");
    if (spec.has("completions")) {
      return succeeded + "/" + spec.path("completions").asLong();
    }
    long parallelism = spec.path("parallelism").asLong();
    return succeeded + "/1" + (parallelism > 1 ? " of " + parallelism : "");
  }

  private static String duration(ObjectNode job, Instant now) {
    String start = Json.at(job, "status", "startTime").asText();
    String end = Json.at(job, "status", "completionTime").asText();
    if (start.isEmpty()) {
      return "";
    }
    return end.isEmpty()
        ? Ages.since(start, now)
        : Ages.human(Duration.between(Timestamp.parse(start), Timestamp.parse(end)));
  }

  private static String suspended(ObjectNode cronJob) {
    return Json.at(cronJob, "spec", "suspend").asBoolean() ? "True" : "False";
  }

  private static String lastSchedule(ObjectNode cronJob, Instant now) {
    String last = Json.at(cronJob, "status", "lastScheduleTime").asText();
    return last.isEmpty() ? Cells.NONE : Ages.since(last, now);
  }

  private static JsonNode inner(JsonNode cronJob) {
    return Json.at(cronJob, "spec", "jobTemplate");
  }
}

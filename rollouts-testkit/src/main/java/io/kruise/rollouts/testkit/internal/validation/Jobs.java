// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs and CronJobs. (batch/validation, ValidateJob and validateCronJobSpec) */
final class Jobs {
  private static final int CRON_NAME_LENGTH = 52;
  private static final int CRON_FIELDS = 5;
  private static final List<String> CONCURRENCY = List.of("Allow", "Forbid", "Replace");
  private static final String INDEXED = "Indexed";

  private Jobs() {}

  static void job(Part object, @Nullable ObjectNode before) {
    Part spec = object.at("spec");
    spec(spec);
    Part selector = spec.at("selector");
    if (!selector.present()) {
      selector.required();
    }
    Selectors.selector(selector);
    if (Selectors.usable(selector)) {
      Selectors.matches(selector, spec.at("template", "metadata", "labels"));
    }
    if (before != null) {
      boolean started = before.path("status").hasNonNull("startTime");
      kept(spec, before.path("spec"), started);
    }
  }

  private static void kept(Part spec, JsonNode before, boolean started) {
    Part completions = spec.at("completions");
    // of an indexed Job they may change along with its parallelism
    if (!spec.text("completionMode").equals(INDEXED)) {
      completions.immutable(before.path("completions"));
    }
    Selectors.unchanged(spec.at("selector"), before.path("selector"));
    Part template = spec.at("template");
    boolean waits = before.path("suspend").asBoolean() && !started;
    JsonNode old = before.path("template");
    boolean same =
        waits
            ? withoutPlaces(template.value()).equals(withoutPlaces(old))
            : template.value().equals(old);
    if (!same) {
      // upstream shows the whole of it
      template.invalidGo("core.PodTemplateSpec{…}", "field is immutable");
    }
    spec.at("completionMode").immutable(before.path("completionMode"));
    spec.at("backoffLimitPerIndex").immutable(before.path("backoffLimitPerIndex"));
    spec.at("managedBy").immutable(before.path("managedBy"));
  }

  /** But for what says where pods may run, which may change until a Job begins. */
  private static JsonNode withoutPlaces(JsonNode template) {
    ObjectNode bare = template.deepCopy();
    Json.dig(bare, "metadata").remove(List.of("labels", "annotations"));
    Json.dig(bare, "spec").remove(List.of("nodeSelector", "tolerations", "schedulingGates"));
    if (bare.path("spec").path("affinity") instanceof ObjectNode affinity) {
      affinity.remove("nodeAffinity");
      if (affinity.isEmpty()) {
        Json.dig(bare, "spec").remove("affinity");
      }
    }
    return bare;
  }

  /** validateJobSpec. */
  private static void spec(Part spec) {
    spec.nonNegative(
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes");
    Part mode = spec.at("completionMode");
    mode.oneOf(List.of("NonIndexed", INDEXED));
    if (mode.text().equals(INDEXED)) {
      if (!spec.has("completions")) {
        spec.at("completions").required("when completion mode is Indexed");
      }
    } else if (mode.text().equals("NonIndexed") || !mode.present()) {
      for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
        if (spec.has(field)) {
          spec.at(field).invalid("requires indexed completion mode");
        }
      }
    }
    PodTemplates.template(spec.at("template"));
    Part restart = spec.at("template", "spec", "restartPolicy");
    switch (restart.text()) {
      case "Always", "" -> restart.required("valid values: \"OnFailure\", \"Never\"");
      case "OnFailure", "Never" -> {
        if (spec.has("podFailurePolicy") && !restart.text().equals("Never")) {
          restart.invalid("only \"Never\" is supported when podFailurePolicy is specified");
        }
      }
      default -> restart.notSupported(List.of("OnFailure", "Never"));
    }
  }

  static void cronJob(Part object, @Nullable ObjectNode before) {
    Part spec = object.at("spec");
    Part schedule = spec.at("schedule");
    if (schedule.text().isEmpty()) {
      schedule.required();
    } else {
      schedule(schedule);
    }
    spec.nonNegative("startingDeadlineSeconds");
    spec.at("concurrencyPolicy").oneOf(CONCURRENCY);
    spec(spec.at("jobTemplate", "spec"));
    spec.nonNegative("successfulJobsHistoryLimit", "failedJobsHistoryLimit");
    String name = Meta.name(object.value());
    if (before == null && name.length() > CRON_NAME_LENGTH) {
      object.at("metadata", "name").invalid("must be no more than 52 characters");
    }
  }

  /** How many fields there are; what stands in them isn't looked at. */
  private static void schedule(Part schedule) {
    String text = schedule.text();
    if (text.contains("TZ")) {
      schedule.invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
      return;
    }
    if (text.startsWith("@")) {
      return;
    }
    List<String> fields = List.of(text.strip().split("\\s+"));
    if (fields.size() != CRON_FIELDS) {
      schedule.invalid(
          "expected exactly 5 fields, found "
              + fields.size()
              + ": ["
              + String.join(" ", fields)
              + "]");
    }
  }
}

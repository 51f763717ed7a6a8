// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.LabelSelector;
import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workloads of the group apps. (apps/validation, and the strategies' ValidateUpdate) */
final class Workloads {
  private static final List<String> MANAGEMENT = List.of("OrderedReady", "Parallel");
  private static final List<String> RETENTION = List.of("Retain", "Delete");

  /** What may be changed of a StatefulSet. */
  private static final List<String> CHANGEABLE =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");

  private Workloads() {}

  static void deployment(Part object, @Nullable ObjectNode before) {
    Part spec = object.at("spec");
    spec.nonNegative("replicas");
    selector(spec, "deployment");
    replicated(spec, "invalid label selector");
    Rolling.deployment(spec.at("strategy"));
    spec.nonNegative("minReadySeconds", "revisionHistoryLimit");
    Part deadline = spec.at("progressDeadlineSeconds");
    if (deadline.present()) {
      deadline.nonNegative();
      if (deadline.number() <= spec.number("minReadySeconds")) {
        deadline.invalid("must be greater than minReadySeconds");
      }
    }
    selectorKept(spec, before);
  }

  static void replicaSet(Part object, @Nullable ObjectNode before) {
    Part spec = object.at("spec");
    spec.nonNegative("replicas", "minReadySeconds");
    selector(spec, "deployment");
    replicated(spec, "invalid label selector");
    selectorKept(spec, before);
  }

  static void daemonSet(Part object, @Nullable ObjectNode before) {
    Part spec = object.at("spec");
    if (before != null) {
      // upstream judges it twice
      daemonSetSpec(spec);
    }
    daemonSetSpec(spec);
    selectorKept(spec, before);
  }

  private static void daemonSetSpec(Part spec) {
    Part selector = spec.at("selector");
    Selectors.selector(selector);
    if (Selectors.usable(selector)) {
      Selectors.matches(selector, spec.at("template", "metadata", "labels"));
    }
    emptySelector(selector, "daemonset");
    Part template = spec.at("template");
    PodTemplates.template(template);
    PodTemplates.alwaysRestarted(template, "DaemonSet");
    spec.nonNegative("minReadySeconds");
    Rolling.daemonSet(spec.at("updateStrategy"));
    spec.nonNegative("revisionHistoryLimit");
  }

  static void statefulSet(Part object, @Nullable ObjectNode before) {
    Part spec = object.at("spec");
    Part management = spec.at("podManagementPolicy");
    if (!MANAGEMENT.contains(management.text())) {
      management.invalid("must be 'OrderedReady' or 'Parallel'");
    }
    Rolling.statefulSet(spec.at("updateStrategy"));
    Part retention = spec.at("persistentVolumeClaimRetentionPolicy");
    retention.at("whenDeleted").oneOf(RETENTION);
    retention.at("whenScaled").oneOf(RETENTION);
    spec.nonNegative("replicas", "minReadySeconds");
    Part start = spec.at("ordinals", "start");
    start.nonNegative();
    Part service = spec.at("serviceName");
    if (before == null && !service.text().isEmpty()) {
      service.invalid(QualifiedNames.labelProblems(service.text()));
    }
    selector(spec, "statefulset");
    Part template = spec.at("template");
    if (Selectors.usable(spec.at("selector"))) {
      matched(spec);
      Selectors.labels(template.at("metadata", "labels").called("spec.template.labels"));
      Selectors.annotations(
          template.at("metadata", "annotations").called("spec.template.annotations"));
    } else {
      spec.at("selector").invalidGo(GoValues.selector(spec.at("selector").value()), "");
    }
    PodTemplates.alwaysRestarted(template, "StatefulSet");
    if (before != null && !fixed(spec.value()).equals(fixed(before.path("spec")))) {
      spec.forbidden(
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
              + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy'"
              + " and 'minReadySeconds' are forbidden");
    }
  }

  private static JsonNode fixed(JsonNode spec) {
    if (!(spec instanceof ObjectNode object)) {
      return spec;
    }
    ObjectNode fixed = object.objectNode();
    fixed.setAll(object);
    return fixed.remove(CHANGEABLE);
  }

  private static void selector(Part spec, String kind) {
    Part selector = spec.at("selector");
    if (!selector.present()) {
      selector.required();
    } else {
      Selectors.selector(selector);
      emptySelector(selector, kind);
    }
  }

  private static void emptySelector(Part selector, String kind) {
    if (selector.present() && LabelSelector.isEmpty(selector.value())) {
      selector.invalidGo(
          GoValues.selector(selector.value()), "empty selector is invalid for " + kind);
    }
  }

  /** ValidatePodTemplateSpecForReplicaSet. */
  private static void replicated(Part spec, String unusable) {
    Part selector = spec.at("selector");
    if (!Selectors.usable(selector)) {
      selector.invalidGo(GoValues.selector(selector.value()), unusable);
      return;
    }
    matched(spec);
    PodTemplates.template(spec.at("template"));
    PodTemplates.alwaysRestarted(spec.at("template"), "ReplicaSet");
  }

  private static void matched(Part spec) {
    Selectors.matches(spec.at("selector"), spec.at("template", "metadata", "labels"));
  }

  private static void selectorKept(Part spec, @Nullable ObjectNode before) {
    if (before != null) {
      Selectors.unchanged(spec.at("selector"), before.path("spec").path("selector"));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import io.kruise.rollouts.testkit.internal.object.Quantity;
import java.util.ArrayList;
import java.util.List;

/** HorizontalPodAutoscalers. (autoscaling/validation, validateHorizontalPodAutoscalerSpec) */
final class Autoscalers {
  private static final int PERIOD = 1800;
  private static final int WINDOW = 3600;
  private static final String ONE_TARGET =
      "must set either a target raw value or a target utilization";
  private static final List<String> TYPES =
      List.of("ContainerResource", "External", "Object", "Pods", "Resource");

  /** In the order in which they are looked at. */
  private static final List<String> SOURCES =
      List.of("object", "external", "pods", "resource", "containerResource");

  private Autoscalers() {}

  static void autoscaler(Part object) {
    Part spec = object.at("spec");
    Part least = spec.at("minReplicas");
    Part most = spec.at("maxReplicas");
    if (least.present() && least.number() < 1) {
      least.invalid("must be greater than or equal to 1");
    }
    if (most.number() < 1) {
      most.invalidNumber("must be greater than 0");
    }
    if (least.present() && most.number() < least.number()) {
      most.invalidNumber("must be greater than or equal to `minReplicas`");
    }
    reference(spec.at("scaleTargetRef"));
    spec.each("metrics").forEach(Autoscalers::metric);
    if (least.present() && least.number() == 0) {
      boolean outer =
          spec.each("metrics").stream()
              .anyMatch(each -> List.of("Object", "External").contains(each.text("type")));
      if (!outer) {
        spec.at("metrics")
            .forbidden(
                "must specify at least one Object or External metric to support scaling to zero"
                    + " replicas");
      }
    }
    for (String direction : List.of("scaleUp", "scaleDown")) {
      Part rules = spec.at("behavior", direction);
      if (rules.present()) {
        rules(rules);
      }
    }
  }

  private static void reference(Part reference) {
    for (String field : List.of("kind", "name")) {
      Part text = reference.at(field);
      if (text.text().isEmpty()) {
        text.required();
      } else {
        text.invalid(QualifiedNames.pathSegmentProblems(text.text()));
      }
    }
  }

  private static void metric(Part metric) {
    Part type = metric.at("type");
    if (type.text().isEmpty()) {
      type.required("must specify a metric source type");
    }
    boolean known = TYPES.contains(type.text());
    if (!known) {
      type.notSupported(TYPES);
    }
    List<String> present = new ArrayList<>(SOURCES.stream().filter(metric::has).toList());
    if (!present.isEmpty()) {
      source(present.get(0), metric.at(present.get(0)));
    }
    String expected =
        known
            ? type.text().substring(0, 1).toLowerCase(java.util.Locale.ROOT)
                + type.text().substring(1)
            : "";
    if (!known) {
      type.notSupported(TYPES);
    } else if (!present.contains(expected)) {
      metric.at(expected).required("must populate information for the given metric source");
    }
    if (present.size() != 1) {
      present.remove(expected);
      present.forEach(
          each -> metric.at(each).forbidden("must populate the given metric source only"));
    }
  }

  private static void source(String kind, Part source) {
    Part target = source.at("target");
    if (kind.equals("resource") || kind.equals("containerResource")) {
      if (source.text("name").isEmpty()) {
        source.at("name").required("must specify a resource name");
      }
      target(target);
      boolean utilization = target.has("averageUtilization");
      boolean value = target.has("averageValue");
      if (!utilization && !value) {
        target.at("averageUtilization").required(ONE_TARGET);
      } else if (utilization && value) {
        target
            .at("averageValue")
            .forbidden("may not set both a target raw value and a target utilization");
      }
      return;
    }
    if (kind.equals("object")) {
      reference(source.at("describedObject"));
    }
    Part name = source.at("metric", "name");
    if (name.text().isEmpty()) {
      name.required("must specify a metric name");
    } else {
      name.invalid(QualifiedNames.pathSegmentProblems(name.text()));
    }
    target(target);
    if (kind.equals("pods") && !target.has("averageValue")) {
      target.at("averageValue").required("must specify a positive target averageValue");
    } else if (!target.has("averageValue") && !target.has("value")) {
      target
          .at("averageValue")
          .required(
              kind.equals("object")
                  ? "must set either a target value or averageValue"
                  : "must set either a target value for metric or a per-pod target");
    }
  }

  private static void target(Part target) {
    Part type = target.at("type");
    if (type.text().isEmpty()) {
      type.required("must specify a metric target type");
    }
    if (!List.of("Utilization", "Value", "AverageValue").contains(type.text())) {
      type.invalid("must be either Utilization, Value, or AverageValue");
    }
    for (String field : List.of("value", "averageValue")) {
      Part amount = target.at(field);
      if (amount.present() && Quantity.value(amount.text()).signum() <= 0) {
        amount.invalid("must be positive");
      }
    }
    Part utilization = target.at("averageUtilization");
    if (utilization.present() && utilization.number() < 1) {
      utilization.invalid("must be greater than 0");
    }
  }

  private static void rules(Part rules) {
    Part window = rules.at("stabilizationWindowSeconds");
    if (window.number() < 0) {
      window.invalid("must be greater than or equal to zero");
    } else if (window.number() > WINDOW) {
      window.invalid("must be less than or equal to " + WINDOW);
    }
    rules.at("selectPolicy").oneOf(List.of("Disabled", "Max", "Min"));
    if (rules.value().path("policies").isEmpty()) {
      rules.at("policies").required("must specify at least one Policy");
    }
    for (Part policy : rules.each("policies")) {
      policy.at("type").oneOf(List.of("Percent", "Pods"));
      if (policy.number("value") <= 0) {
        policy.at("value").invalidNumber("must be greater than zero");
      }
      Part period = policy.at("periodSeconds");
      if (period.number() <= 0) {
        period.invalidNumber("must be greater than zero");
      } else if (period.number() > PERIOD) {
        period.invalid("must be less than or equal to " + PERIOD);
      }
    }
  }
}

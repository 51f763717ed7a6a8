// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.api.FieldErrors;
import io.kruise.rollouts.testkit.internal.object.GoText;
import java.util.List;

/** How workloads replace their pods. (apps/validation, the strategies) */
final class Rolling {
  private static final String ROLLING = "RollingUpdate";
  private static final int ALL = 100;

  private Rolling() {}

  /** ValidateDeploymentStrategy. */
  static void deployment(Part strategy) {
    Part rolling = strategy.at("rollingUpdate");
    switch (strategy.text("type")) {
      case "Recreate" -> {
        if (rolling.present()) {
          rolling.forbidden("may not be specified when strategy `type` is 'Recreate'");
        }
      }
      case ROLLING -> {
        Part unavailable = rolling.at("maxUnavailable");
        Part surge = rolling.at("maxSurge");
        intOrPercent(unavailable);
        intOrPercent(surge);
        if (value(unavailable) == 0 && value(surge) == 0) {
          go(unavailable, "may not be 0 when `maxSurge` is 0");
        }
        notMoreThanAll(unavailable);
      }
      default ->
          strategy.add(
              FieldErrors.notSupportedGo(
                  strategy.path(),
                  struct("DeploymentStrategy", "RollingUpdateDeployment", strategy),
                  List.of("Recreate", ROLLING)));
    }
  }

  /** ValidateDaemonSetUpdateStrategy. */
  static void daemonSet(Part strategy) {
    switch (strategy.text("type")) {
      case "OnDelete" -> {
        // whenever somebody deletes them
      }
      case ROLLING -> rollingDaemonSet(strategy.at("rollingUpdate"));
      default ->
          strategy.add(
              FieldErrors.notSupportedGo(
                  strategy.path(),
                  struct("DaemonSetUpdateStrategy", "RollingUpdateDaemonSet", strategy),
                  List.of(ROLLING, "OnDelete")));
    }
  }

  private static void rollingDaemonSet(Part rolling) {
    Part unavailable = rolling.at("maxUnavailable");
    Part surge = rolling.at("maxSurge");
    intOrPercent(unavailable);
    intOrPercent(surge);
    notMoreThanAll(unavailable);
    notMoreThanAll(surge);
    boolean down = value(unavailable) != 0;
    boolean up = value(surge) != 0;
    if (down && up) {
      go(surge, "may not be set when maxUnavailable is non-zero");
    } else if (!down && !up) {
      unavailable.required("cannot be 0 when maxSurge is 0");
    }
  }

  /** ValidateStatefulSetSpec, as far as it is about updateStrategy. */
  static void statefulSet(Part strategy) {
    Part rolling = strategy.at("rollingUpdate");
    switch (strategy.text("type")) {
      case "OnDelete" -> {
        if (rolling.present()) {
          rolling.invalidGo(
              "apps.RollingUpdateStatefulSetStrategy{Partition:"
                  + rolling.number("partition")
                  + ", MaxUnavailable:(*intstr.IntOrString)(nil)}",
              "only allowed for updateStrategy 'RollingUpdate'");
        }
      }
      case ROLLING -> rolling.nonNegative("partition");
      default ->
          strategy.invalidGo(
              struct("StatefulSetUpdateStrategy", "RollingUpdateStatefulSetStrategy", strategy),
              "must be 'RollingUpdate' or 'OnDelete'");
    }
  }

  private static String struct(String type, String rolling, Part strategy) {
    return "apps."
        + type
        + "{Type:"
        + GoText.quote(strategy.text("type"))
        + ", RollingUpdate:(*apps."
        + rolling
        + (strategy.has("rollingUpdate") ? ")(0xc000000000)}" : ")(nil)}");
  }

  /** ValidatePositiveIntOrPercent. */
  static void intOrPercent(Part amount) {
    if (amount.value().isTextual()) {
      Forms.percent(amount.text()).forEach(problem -> go(amount, problem));
    } else {
      amount.nonNegative();
    }
  }

  /** IsNotMoreThan100Percent. */
  static void notMoreThanAll(Part amount) {
    if (amount.value().isTextual() && value(amount) > ALL) {
      go(amount, "must not be greater than 100%");
    }
  }

  private static void go(Part amount, String detail) {
    amount.invalidGo(GoValues.intOrString(amount.value()), detail);
  }

  /** getIntOrPercentValue. */
  private static long value(Part amount) {
    JsonNode value = amount.value();
    if (!value.isTextual()) {
      return value.asLong();
    }
    String text = value.asText();
    return Forms.isPercent(text) ? Long.parseLong(text.substring(0, text.length() - 1)) : 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import java.util.Set;

/** What a Rollout must be by itself, and beside others: validateRollout. */
final class RolloutRules {
  private static final String STRATEGY = "Spec.Strategy";

  private record GroupKind(String group, String kind) {}

  /** IsSupportedWorkload. */
  private static final Set<GroupKind> SUPPORTED =
      Set.of(
          new GroupKind("apps", "ReplicaSet"),
          new GroupKind("apps", "Deployment"),
          new GroupKind("apps", "StatefulSet"),
          new GroupKind("apps.kruise.io", "CloneSet"),
          new GroupKind("apps.kruise.io", "StatefulSet"),
          new GroupKind("apps.kruise.io", "DaemonSet"));

  /** blueGreenSupportWorkloadGVKs. */
  private static final Set<GroupKind> SUPPORTED_BLUE_GREEN =
      Set.of(new GroupKind("apps", "Deployment"), new GroupKind("apps.kruise.io", "CloneSet"));

  private RolloutRules() {}

  static Faults broken(JsonNode rollout, World world) {
    return new Faults()
        .addAll(workload(rollout))
        .addAll(strategy(rollout))
        .addAll(conflict(rollout, world));
  }

  private static JsonNode workloadRef(JsonNode rollout) {
    return Json.at(rollout, "spec", "workloadRef");
  }

  /** validateRolloutSpecObjectRef. */
  private static Faults workload(JsonNode rollout) {
    JsonNode ref = workloadRef(rollout);
    GroupKind kind =
        new GroupKind(
            ObjectRef.groupOf(ref.path("apiVersion").asText()), ref.path("kind").asText());
    if (!SUPPORTED.contains(kind)) {
      return workloadFault(ref, "WorkloadRef kind is not supported");
    }
    if (style(rollout) == RollingStyle.BLUE_GREEN && !SUPPORTED_BLUE_GREEN.contains(kind)) {
      return workloadFault(ref, "WorkloadRef kind is not supported for bluegreen style");
    }
    return new Faults();
  }

  private static Faults workloadFault(JsonNode ref, String why) {
    return new Faults().invalid("Spec.ObjectRef.WorkloadRef", GoText.workloadRef(ref), why);
  }

  /** validateRolloutSpecStrategy, and those of the two styles. */
  private static Faults strategy(JsonNode rollout) {
    ReleaseStrategy strategy = ReleaseStrategy.of(rollout);
    if (strategy.empty()) {
      return new Faults()
          .invalid(STRATEGY, GoText.NULL, "Canary and BlueGreen cannot both be empty");
    }
    if (strategy.hasCanary() && strategy.hasBlueGreen()) {
      return new Faults().invalid(STRATEGY, GoText.NULL, "Canary and BlueGreen cannot both be set");
    }
    String field = STRATEGY + (strategy.hasBlueGreen() ? ".BlueGreen" : ".Canary");
    return new Faults()
        .addAll(new StepRules(strategy.steps(), style(rollout), field + ".Steps").broken())
        .addAll(RoutingRules.broken(strategy.trafficRoutings(), field));
  }

  /**
   * GetContextFromv1beta1Rollout: only a native Deployment can have an extra workload, all else
   * that is not blue-green is a partition.
   */
  private static RollingStyle style(JsonNode rollout) {
    RollingStyle asked = ReleaseStrategy.of(rollout).style();
    JsonNode ref = workloadRef(rollout);
    boolean deployment =
        ref.path("apiVersion").asText().equals("apps/v1")
            && ref.path("kind").asText().equals("Deployment");
    return asked == RollingStyle.CANARY && !deployment ? RollingStyle.PARTITION : asked;
  }

  /** validateRolloutConflict: a workload has one Rollout; the first other one is named. */
  private static Faults conflict(JsonNode rollout, World world) {
    List<String> own = names(workloadRef(rollout));
    Faults faults = new Faults();
    world.list("rollouts.kruise.io", "Rollout", Meta.namespace(rollout)).stream()
        .filter(other -> !Meta.name(other).equals(Meta.name(rollout)))
        .filter(other -> names(workloadRef(other)).equals(own))
        .findFirst()
        .ifPresent(
            other ->
                faults.invalid(
                    "Conflict Checker",
                    GoText.quoted(Meta.name(rollout)),
                    "This rollout conflict with Rollout("
                        + Meta.namespace(other)
                        + "/"
                        + Meta.name(other)
                        + "), one workload only have less than one Rollout"));
    return faults;
  }

  /** What two references to the same workload have in common. */
  static List<String> names(JsonNode ref) {
    return List.of(
        ref.path("apiVersion").asText(), ref.path("kind").asText(), ref.path("name").asText());
  }
}

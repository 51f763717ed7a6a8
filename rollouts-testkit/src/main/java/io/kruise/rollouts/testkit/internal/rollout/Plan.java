// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import io.kruise.rollouts.model.v1beta1.TrafficRoutingRef;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a Rollout's spec asks for: upstream's RolloutStrategy (api/v1beta1/rollout_types.go). */
final class Plan {
  /** Reads a spec. */
  static final Function<JsonNode, Plan> READ = Plan::new;

  private static final Pattern PERCENT = Pattern.compile("([+-]?\\d+)%");

  private final JsonNode spec;
  private final RollingStyle style;
  private final RolloutStrategy strategy;

  /**
   * The plan in a spec.
   *
   * @param spec a Rollout's spec
   */
  Plan(JsonNode spec) {
    this.spec = spec;
    strategy = Json.to(spec.path("strategy"), RolloutStrategy.class);
    style = style(strategy);
  }

  private static RollingStyle style(RolloutStrategy strategy) {
    if (strategy.getBlueGreen() != null) {
      return RollingStyle.BLUE_GREEN;
    }
    if (strategy.getCanary() == null) {
      throw new PassFailedException("panic: the strategy is neither canary nor blueGreen");
    }
    return Boolean.TRUE.equals(strategy.getCanary().getEnableExtraWorkloadForCanary())
        ? RollingStyle.CANARY
        : RollingStyle.PARTITION;
  }

  /** GetRollingStyle. */
  RollingStyle style() {
    return style;
  }

  SubStatus.Kind kind() {
    return style == RollingStyle.BLUE_GREEN ? SubStatus.Kind.BLUE_GREEN : SubStatus.Kind.CANARY;
  }

  /** IsRealPartition: no pods besides the workload's own, whatever the strategy calls itself. */
  boolean realPartition() {
    boolean deployment =
        spec.path("workloadRef").path("apiVersion").asText().equals("apps/v1")
            && spec.path("workloadRef").path("kind").asText().equals("Deployment");
    return style == RollingStyle.PARTITION || (style == RollingStyle.CANARY && !deployment);
  }

  /** The strategy's own part, as it stands in the spec. */
  JsonNode part() {
    return spec.path("strategy").path(style == RollingStyle.BLUE_GREEN ? "blueGreen" : "canary");
  }

  JsonNode workloadRef() {
    return spec.path("workloadRef");
  }

  boolean disabled() {
    return spec.path("disabled").asBoolean();
  }

  boolean paused() {
    return Boolean.TRUE.equals(strategy.getPaused());
  }

  int size() {
    return steps().size();
  }

  /**
   * One step.
   *
   * @param index from 1
   */
  CanaryStep step(int index) {
    if (index < 1 || index > size()) {
      throw new PassFailedException("panic: step " + index + " of " + size());
    }
    return steps().get(index - 1);
  }

  /** NextBatchIndex: the step that follows by nature, -1 for none. */
  int nextAfter(int index) {
    return index >= size() ? -1 : index + 1;
  }

  /** How many pods of the new version a step wants, percentages rounded up. */
  int replicas(CanaryStep step, int workloadReplicas) {
    return scaled(tree(replicas(step)), workloadReplicas);
  }

  /** GetScaledValueFromIntOrPercent, rounded up; what it can't read is 0. */
  static int scaled(JsonNode replicas, int total) {
    if (replicas.isInt()) {
      return replicas.asInt();
    }
    Matcher percent = PERCENT.matcher(replicas.asText());
    return percent.matches()
        ? (int) Math.ceil(Double.parseDouble(percent.group(1)) * total / 100)
        : 0;
  }

  /** As it stands in a spec. */
  static JsonNode tree(IntOrString value) {
    Integer number = value.getIntVal();
    return number == null ? TextNode.valueOf(value.getStrVal()) : IntNode.valueOf(number);
  }

  static IntOrString replicas(CanaryStep step) {
    IntOrString replicas = step.getReplicas();
    if (replicas == null) {
      throw new PassFailedException("panic: a step without replicas");
    }
    return replicas;
  }

  /** Whether a step shifts traffic of its own. */
  static boolean shiftsTraffic(CanaryStep step) {
    return step.getTraffic() != null || (step.getMatches() != null && !step.getMatches().isEmpty());
  }

  /** GetTrafficRouting. */
  List<TrafficRoutingRef> trafficRoutings() {
    @Nullable List<TrafficRoutingRef> refs =
        style == RollingStyle.BLUE_GREEN
            ? Objects.requireNonNull(strategy.getBlueGreen()).getTrafficRoutings()
            : Objects.requireNonNull(strategy.getCanary()).getTrafficRoutings();
    return refs == null ? List.of() : refs;
  }

  boolean hasTrafficRoutings() {
    return !trafficRoutings().isEmpty();
  }

  boolean disableGenerateCanaryService() {
    return part().path("disableGenerateCanaryService").asBoolean();
  }

  /** GetSteps. */
  private List<CanaryStep> steps() {
    @Nullable List<CanaryStep> steps =
        style == RollingStyle.BLUE_GREEN
            ? Objects.requireNonNull(strategy.getBlueGreen()).getSteps()
            : Objects.requireNonNull(strategy.getCanary()).getSteps();
    return steps == null ? List.of() : steps;
  }
}

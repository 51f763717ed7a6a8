// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.kruise.rollouts.client.plan.Spec.Step;
import io.kruise.rollouts.model.RollingStyle;
import java.math.BigInteger;
import java.util.List;

/**
 * What the webhook says of the steps: of the first that is wrong, and nothing of the others.
 * rollout_create_update_handler.go: validateRolloutSpecCanarySteps.
 */
final class StepRules {
  /** The manager's flag partition-percent-limit, as upstream ships it. */
  private static final BigInteger TRAFFIC_LIMIT = BigInteger.valueOf(50);

  private final RollingStyle style;
  private final List<Step> steps;
  private final String path;
  private final String serverPath;
  private final Findings findings;

  private StepRules(Spec spec, String serverPath, Findings findings) {
    this.style = spec.style();
    this.steps = spec.steps();
    this.path = spec.path() + ".steps";
    this.serverPath = serverPath + ".Steps";
    this.findings = findings;
  }

  static void check(Spec spec, String serverPath, Findings findings) {
    new StepRules(spec, serverPath, findings).check();
  }

  private void check() {
    if (steps.isEmpty()) {
      findings.webhook(
          FindingCode.NO_STEPS, path, serverPath, "there is no step; write at least one");
      return;
    }
    for (int i = 0; i < steps.size(); i++) {
      if (isWrong(steps.get(i), i)) {
        return;
      }
    }
    checkOrder();
  }

  private boolean isWrong(Step step, int index) {
    String at = path + "[" + index + "]";
    String server = serverPath + "[" + index + "]";
    if (step.replicas().isEmpty()) {
      findings.webhook(
          FindingCode.NO_REPLICAS,
          at + ".replicas",
          server + ".steps",
          "a step needs replicas; write a count or a percentage such as \"50%\"");
      return true;
    }
    Amount replicas = step.replicas().get();
    if (!replicas.positive()) {
      findings.webhook(
          FindingCode.BAD_REPLICAS,
          at + ".replicas",
          server + ".Replicas",
          "\""
              + replicas.text()
              + "\" is no number of pods; write a count from 1 on, or a percentage from \"1%\" to"
              + " \"100%\"");
      return true;
    }
    if (step.routes()
        && style == RollingStyle.PARTITION
        && replicas.percent()
        && replicas.number().compareTo(TRAFFIC_LIMIT) > 0) {
      findings.webhook(
          FindingCode.TRAFFIC_OVER_LIMIT,
          at + ".replicas",
          server + ".steps",
          "a partition release moves traffic up to 50% of the pods only; lower replicas, or take"
              + " traffic and matches out of this step");
      return true;
    }
    return hasWrongTraffic(step, at, server);
  }

  private boolean hasWrongTraffic(Step step, String at, String server) {
    int least = style == RollingStyle.BLUE_GREEN ? 0 : 1;
    if (step.traffic().isEmpty() || Amount.text(step.traffic().get()).percentFrom(least)) {
      return false;
    }
    findings.webhook(
        FindingCode.BAD_TRAFFIC,
        at + ".traffic",
        server + ".steps",
        "\""
            + step.traffic().get()
            + "\" is no share of traffic; write a percentage from \""
            + least
            + "%\" to \"100%\"");
    return true;
  }

  private void checkOrder() {
    for (int i = 1; i < steps.size(); i++) {
      Amount before = steps.get(i - 1).replicas().orElseThrow();
      Amount here = steps.get(i).replicas().orElseThrow();
      if (before.percent() == here.percent() && here.number().compareTo(before.number()) < 0) {
        findings.webhook(
            FindingCode.STEPS_FALL,
            path + "[" + i + "].replicas",
            serverPath + ".CanaryReplicas",
            here.text()
                + " is less than "
                + before.text()
                + " in the step before; a step never takes pods back: order them upwards");
        return;
      }
    }
  }
}

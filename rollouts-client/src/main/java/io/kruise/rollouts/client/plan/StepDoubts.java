// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.kruise.rollouts.client.plan.Spec.Step;
import io.kruise.rollouts.model.RollingStyle;
import java.math.BigInteger;
import java.util.List;

/** What is accepted, and then isn't what it seems: of the steps. */
final class StepDoubts {
  /** Upstream's CRD after v0.6.2. */
  private static final int MOST_STEPS = 50;

  private static final BigInteger ALL = BigInteger.valueOf(100);

  private final Spec spec;
  private final List<Step> steps;
  private final Findings findings;

  private StepDoubts(Spec spec, Findings findings) {
    this.spec = spec;
    this.steps = spec.steps();
    this.findings = findings;
  }

  static void of(Spec spec, Findings findings) {
    StepDoubts doubts = new StepDoubts(spec, findings);
    for (int i = 0; i < spec.steps().size(); i++) {
      doubts.ofReplicas(i);
      doubts.ofPause(i);
      doubts.ofTraffic(i);
    }
    if (spec.steps().size() > MOST_STEPS) {
      findings.warn(
          FindingCode.MANY_STEPS,
          spec.path() + ".steps",
          "versions after v0.6.2 refuse more than " + MOST_STEPS + " steps; take some out");
    }
  }

  private void ofReplicas(int index) {
    if (steps.get(index).replicas().filter(Amount::positive).isEmpty()) {
      return;
    }
    Amount here = steps.get(index).replicas().get();
    String at = at(index) + ".replicas";
    if (here.oddlyWritten()) {
      warn(
          FindingCode.ODD_PERCENT,
          at,
          "\"" + here.text() + "\" is read as a percentage; write \"" + here.number() + "%\"");
    }
    if (index > 0) {
      ofOrder(index, here, at);
    }
    if (index == steps.size() - 1) {
      ofLast(here, at);
    }
    if (index > 0 && spec.style() == RollingStyle.BLUE_GREEN && spec.workload().isCloneSet()) {
      ofSurge(index, here, at);
    }
  }

  /** Where counts and percentages are mixed, only the workload tells; "100%" is always too much. */
  private void ofSurge(int index, Amount here, String at) {
    boolean tooMuch =
        steps.get(index - 1).replicas().stream()
            .anyMatch(
                before ->
                    here.isAll()
                        || (here.percent()
                            && before.percent()
                            && before.number().compareTo(here.number()) < 0
                            && before.number().add(here.number()).compareTo(ALL) > 0));
    if (tooMuch) {
      warn(
          FindingCode.BLUE_GREEN_CLONE_SET,
          at,
          "beside the old pods a CloneSet makes no more new ones than are still missing, so this step"
              + " doesn't end; make it the first step, or no more than what the one before leaves");
    }
  }

  private void ofOrder(int index, Amount here, String at) {
    boolean afterPercent = percentBefore(index);
    if (spec.style() == RollingStyle.PARTITION
        && spec.workload().isDeployment()
        && !here.percent()
        && afterPercent) {
      warn(
          FindingCode.COUNT_AFTER_PERCENT,
          at,
          "a count after a percentage never takes effect in a Deployment, and the step doesn't"
              + " end; write a percentage here, or counts before it");
    }
    steps.subList(0, Math.max(0, index - 1)).stream()
        .flatMap(step -> step.replicas().stream())
        .filter(each -> each.percent() == here.percent())
        .filter(each -> each.number().compareTo(here.number()) > 0)
        .findFirst()
        .ifPresent(
            each ->
                warn(
                    FindingCode.STEP_FALLS_BACK,
                    at,
                    here.text()
                        + " is less than "
                        + each.text()
                        + " in a step before; a step never takes pods back: order them upwards"));
  }

  private boolean percentBefore(int index) {
    return steps.get(index - 1).replicas().filter(Amount::percent).isPresent()
        || (index > 1 && percentBefore(index - 1));
  }

  private void ofLast(Amount last, String at) {
    if (!last.percent()) {
      warn(
          FindingCode.LAST_STEP_COUNT,
          at,
          "whether "
              + last.text()
              + " pods are all depends on the workload, and the step waits for an approval even"
              + " so; write \"100%\"");
    } else if (!last.isAll()) {
      warn(
          FindingCode.LAST_STEP_NOT_ALL,
          at,
          "after \""
              + last.text()
              + "\" the other pods get the new version at once, without a step; write \"100%\"");
    }
  }

  private void ofPause(int index) {
    Step step = steps.get(index);
    if (step.pause().isEmpty()) {
      return;
    }
    long seconds = step.pause().get();
    String at = at(index) + ".pause.duration";
    boolean passes =
        spec.style() != RollingStyle.BLUE_GREEN
            && index == steps.size() - 1
            && step.replicas().filter(Amount::isAll).isPresent();
    if (passes) {
      warn(
          FindingCode.PAUSE_IGNORED,
          at,
          "a last step of \"100%\" doesn't pause; end with a count, or a step before it");
    } else if (seconds < 0) {
      warn(FindingCode.NEGATIVE_PAUSE, at, seconds + " is taken as 0; write what is meant");
    } else if (seconds == 0) {
      warn(
          FindingCode.NO_PAUSE,
          at,
          "this step never stops, in no release; leave duration out to wait for an approval");
    }
  }

  private void ofTraffic(int index) {
    Step step = steps.get(index);
    String at = at(index);
    if (step.routes() && !spec.routed()) {
      warn(
          FindingCode.TRAFFIC_WITHOUT_ROUTING,
          at + (step.traffic().isPresent() ? ".traffic" : ".matches"),
          "nothing is routed without trafficRoutings; requests go where the pods are: set"
              + " trafficRoutings, or take it out");
    } else if (step.traffic().isPresent() && step.matches() > 0) {
      warn(
          FindingCode.TRAFFIC_IGNORED,
          at + ".traffic",
          "the matches of this step count, and its traffic doesn't; take one of them out");
    }
    if (step.traffic().map(Amount::text).filter(Amount::oddlyWritten).isPresent()) {
      warn(
          FindingCode.ODD_PERCENT,
          at + ".traffic",
          "\"" + step.traffic().get() + "\" is read as a percentage; write it without a sign");
    }
  }

  private String at(int index) {
    return spec.path() + ".steps[" + index + "]";
  }

  private void warn(FindingCode code, String at, String message) {
    findings.warn(code, at, message);
  }
}

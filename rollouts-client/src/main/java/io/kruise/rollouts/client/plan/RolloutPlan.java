// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.kruise.rollouts.client.plan.Spec.Step;
import io.kruise.rollouts.client.plan.Spec.Workload;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the steps of a Rollout would do: which pods and which traffic, where the release stops, and
 * where it goes on by itself. Immutable, thread-safe.
 *
 * <p>It tells what the controller of v0.6.2 does to a release that nobody disturbs: all pods of the
 * old version at the beginning, none that stays unready, no scaling in between.
 */
public final class RolloutPlan {
  private final String name;
  private final Spec spec;

  private RolloutPlan(String name, Spec spec) {
    this.name = name;
    this.spec = spec;
  }

  /**
   * The plan of a Rollout.
   *
   * @param rollout the Rollout; it need not exist
   * @return its plan
   * @throws IllegalArgumentException when the cluster would refuse the Rollout; the message lists
   *     why
   */
  public static RolloutPlan of(Rollout rollout) {
    Review review = RolloutValidator.create(rollout);
    if (!review.accepted()) {
      throw new IllegalArgumentException(
          "the cluster would refuse this Rollout; correct it first: " + review.refusals());
    }
    Document document = Document.of(rollout);
    return new RolloutPlan(document.name(), SpecReader.read(document.spec(), new Findings()));
  }

  /**
   * The style of the release as the controller takes it.
   *
   * @return partition, canary (with pods of its own) or blue-green
   */
  public RollingStyle style() {
    return spec.style();
  }

  /**
   * What may be edited in the middle of a release, and what becomes of it.
   *
   * @return an entry for each field
   */
  public List<MidReleaseEdit> edits() {
    return Edits.of(style(), spec.path());
  }

  /**
   * What the plan does to a workload of a certain size.
   *
   * @param replicas the workload's replicas
   * @return each step, with the controller's rounding
   * @throws IllegalArgumentException when there are less than 1: of such a workload no release is
   *     begun
   */
  public Explanation explain(int replicas) {
    if (replicas < 1) {
      throw new IllegalArgumentException(
          "a workload of "
              + replicas
              + " replicas is not released step by step; ask for 1 or more, and scale it up first");
    }
    PodCounts counts = new PodCounts(style(), spec.workload(), replicas);
    List<ExplainedStep> steps = new ArrayList<>();
    for (Step step : spec.steps()) {
      steps.add(explain(step, steps.size() + 1, replicas, counts));
    }
    return new Explanation(title(replicas), replicas, steps, ending(steps, replicas));
  }

  private ExplainedStep explain(Step step, int index, int replicas, PodCounts counts) {
    Amount amount = step.replicas().orElseThrow();
    PodCounts.Reached reached = counts.next(amount);
    boolean partition = style() == RollingStyle.PARTITION;
    return new ExplainedStep(
        index,
        amount.text(),
        reached.pods(),
        partition ? replicas - reached.pods() : replicas,
        traffic(step),
        reached.ends() ? end(step, index) : new StepEnd.Never(),
        remarks(amount, reached, replicas));
  }

  private StepTraffic traffic(Step step) {
    if (!spec.routed() || !step.routes()) {
      return new StepTraffic.AsPods();
    }
    return step.matches() > 0
        ? new StepTraffic.Matching(step.matches())
        : new StepTraffic.Share(Amount.text(step.traffic().orElseThrow()).number().intValueExact());
  }

  private StepEnd end(Step step, int index) {
    boolean last = index == spec.steps().size();
    if (last && style() != RollingStyle.BLUE_GREEN && step.replicas().orElseThrow().isAll()) {
      return new StepEnd.AtOnce();
    }
    if (step.pause().isEmpty()) {
      return new StepEnd.Approval();
    }
    long seconds = step.pause().get();
    return seconds > 0 ? new StepEnd.Timed(Duration.ofSeconds(seconds)) : new StepEnd.AtOnce();
  }

  private List<String> remarks(Amount amount, PodCounts.Reached reached, int replicas) {
    if (!reached.ends()) {
      return List.of(
          style() == RollingStyle.BLUE_GREEN
              ? "a CloneSet makes no more new pods beside the old ones"
              : "a count after a percentage is never reached in a Deployment: write a percentage");
    }
    int written = Math.min(amount.of(replicas), replicas);
    if (reached.pods() < written) {
      return List.of("the last pod is left for a step of \"100%\"");
    }
    if (reached.pods() > written) {
      return List.of(amount.text() + " is " + written + ", and more are there already");
    }
    return List.of();
  }

  private String title(int replicas) {
    Workload workload = spec.workload();
    String how =
        switch (style()) {
          case CANARY -> "with pods of its own beside";
          case BLUE_GREEN -> "blue-green in";
          default -> "in";
        };
    return name
        + ": "
        + how
        + " "
        + workload.kind()
        + " "
        + workload.name()
        + ", "
        + pods(replicas);
  }

  private String ending(List<ExplainedStep> steps, int replicas) {
    if (steps.stream().anyMatch(step -> step.end() instanceof StepEnd.Never)) {
      return "the release doesn't end by itself: a step of it never does";
    }
    int left = replicas - steps.get(steps.size() - 1).newPods();
    return switch (style()) {
      case CANARY ->
          "then the workload itself gets the new version, "
              + pods(replicas)
              + ", and the pods beside it go";
      case BLUE_GREEN -> "then all requests go to the new version, and the old pods go";
      default ->
          left == 0
              ? "then the workload is handed back; all of its pods are new"
              : "then the workload is handed back, and gets the other "
                  + pods(left)
                  + " at once, without a step";
    };
  }

  private static String pods(int count) {
    return count == 1 ? "1 pod" : count + " pods";
  }
}

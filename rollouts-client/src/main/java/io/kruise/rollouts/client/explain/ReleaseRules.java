// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.ProgressingReason;
import io.kruise.rollouts.model.RolloutPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules, in order; the first that holds decides. The Rollout as a whole comes before its step:
 * after a roll-back the step still reads "StepPaused".
 */
final class ReleaseRules {
  /** A pass takes a moment, on a saturated machine seconds; a first one waits three. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String BLUE_GREEN_REFUSAL = "please rollback first";

  private final RolloutSnapshot snapshot;
  private final RolloutReading rollout;
  private final RolloutView view;
  private final Instant now;

  private ReleaseRules(RolloutSnapshot snapshot, Instant now) {
    this.snapshot = snapshot;
    this.rollout = snapshot.rollout();
    this.view = rollout.view();
    this.now = now;
  }

  static List<Finding> explain(RolloutSnapshot snapshot, Instant now) {
    return new ReleaseRules(snapshot, now).explain();
  }

  private List<Finding> explain() {
    if (view.deleting()) {
      return List.of(deletion());
    }
    if (view.disabled() || view.phase() == RolloutPhase.DISABLED) {
      return List.of(disabled());
    }
    if (snapshot.workload().isEmpty() && !snapshot.hidden("workload")) {
      return List.of(Finding.of(Cause.WORKLOAD_NOT_FOUND, "there is no " + rollout.workload()));
    }
    Optional<WorkloadReading> workload = snapshot.workload();
    if (workload.filter(WorkloadReading::deleting).isPresent()) {
      return List.of(
          Finding.of(Cause.WORKLOAD_BEING_DELETED, rollout.workload() + " is being deleted"));
    }
    if (!view.specObserved() || view.phase() == RolloutPhase.UNKNOWN) {
      return List.of(unobserved());
    }
    return switch (view.phase()) {
      case INITIAL ->
          List.of(
              lagging(
                  rollout.statusWrittenAt(),
                  "the workload is there, and the status says otherwise"));
      case HEALTHY -> healthy();
      case PROGRESSING -> progressing();
      default -> List.of(Finding.of(Cause.ENDING, "the Rollout lets go of its workload"));
    };
  }

  private Finding deletion() {
    boolean stuck =
        !rollout.finalizers().isEmpty()
            && Times.longerThan(Duration.ofMinutes(1), rollout.deletingSince(), now);
    return Finding.of(
            stuck ? Cause.DELETION_STUCK : Cause.ENDING,
            "the Rollout is being deleted"
                + (stuck ? ", and " + String.join(", ", rollout.finalizers()) + " keeps it" : ""))
        .since(rollout.deletingSince(), now);
  }

  /**
   * Disabled before the first step began, there is no BatchRelease that would let go of the
   * workload, which the webhook has paused. Measured on v0.6.2.
   */
  private Finding disabled() {
    if (view.phase() != RolloutPhase.DISABLED) {
      return lagging(rollout.specWrittenAt(), "the Rollout is being disabled", Cause.ENDING);
    }
    Optional<WorkloadReading> left =
        snapshot.workload().filter(each -> each.heldBack() && !each.inProgressing());
    if (left.isPresent() && snapshot.batch().isEmpty() && !snapshot.hidden("BatchRelease")) {
      return Finding.of(
              Cause.LEFT_PAUSED,
              "the Rollout is disabled, and "
                  + rollout.workload()
                  + " was left "
                  + (left.get().paused() ? "paused" : "with partition " + left.get().partition())
                  + ": nobody lets it go on")
          .since(left.get().writtenAt(), now);
    }
    return Finding.of(
        Cause.DISABLED, "the Rollout is disabled; changes of its workload go without steps");
  }

  /** rollout_status.go: while the workload is not settled, nothing is written, not even this. */
  private Finding unobserved() {
    Optional<WorkloadReading> workload = snapshot.workload();
    if (workload.filter(each -> !each.settled()).isPresent()) {
      return unsettled(workload.get());
    }
    if (rollout.extraWorkload() && workload.filter(each -> each.replicas() == 0).isPresent()) {
      return Finding.of(
          Cause.SCALED_TO_ZERO,
          rollout.workload()
              + " is scaled to 0, and the controller waits for its first ReplicaSet");
    }
    return lagging(rollout.specWrittenAt(), "the Rollout's present spec is not observed");
  }

  private Finding unsettled(WorkloadReading workload) {
    boolean late = Times.longerThan(PATIENCE, workload.writtenAt(), now);
    return Finding.of(
            late ? Cause.WORKLOAD_NOT_OBSERVED : Cause.JUST_CHANGED,
            rollout.workload()
                + "'s own controller has not seen its newest spec, and the Rollout waits for that")
        .since(workload.writtenAt(), now);
  }

  private Finding lagging(Optional<Instant> since, String what) {
    return lagging(since, what, Cause.JUST_CHANGED);
  }

  /** Young, it is in order; old, nobody works. */
  private Finding lagging(Optional<Instant> since, String what, Cause young) {
    boolean silent = Times.longerThan(PATIENCE, since, now);
    return Finding.of(
            silent ? Cause.CONTROLLER_SILENT : young,
            what + (silent ? ", and the controller has written nothing" : ""))
        .since(since, now);
  }

  // ---- no release

  private List<Finding> healthy() {
    List<Finding> found = new ArrayList<>();
    snapshot.workload().ifPresent(workload -> found.addAll(around(workload)));
    if (found.isEmpty() || found.get(0).cause() == Cause.ESCAPED) {
      found.addAll(nativePods());
    }
    if (found.isEmpty() || found.get(0).cause().nature() == Cause.Nature.STUCK) {
      found.add(over());
    }
    return found;
  }

  private List<Finding> around(WorkloadReading workload) {
    if (workload.inProgressing()) {
      return List.of(
          workload.settled()
              ? lagging(
                  workload.writtenAt(),
                  "a release is marked on " + rollout.workload(),
                  Cause.STARTING)
              : unsettled(workload));
    }
    if (!workload.settled()) {
      return List.of(unsettled(workload));
    }
    if (escaped(workload)) {
      return List.of(escape(workload));
    }
    return workload.armed()
        ? List.of()
        : List.of(
            Finding.of(
                Cause.NOT_ARMED,
                "webhook not armed: "
                    + rollout.workload()
                    + " lacks the label rollouts.kruise.io/workload-type, so its next template change escapes"));
  }

  /**
   * rollout_status.go: wherever the workload's revision is the status' own, the status takes over
   * the generation. One that stays behind belongs to another template.
   */
  private boolean escaped(WorkloadReading workload) {
    return view.observedWorkloadGeneration() > 0
        && view.observedWorkloadGeneration() < workload.generation()
        && (rollout.podTemplateHash().isEmpty()
            || !rollout.podTemplateHash().equals(snapshot.newest()));
  }

  private Finding escape(WorkloadReading workload) {
    if (workload.replicas() == 0) {
      return Finding.of(
              Cause.SCALED_TO_ZERO,
              rollout.workload() + " is scaled to 0: its template change began no release")
          .since(workload.writtenAt(), now);
    }
    return Times.longerThan(Duration.ofSeconds(5), workload.writtenAt(), now)
        ? Finding.of(
                Cause.ESCAPED,
                "the template of "
                    + rollout.workload()
                    + " was changed without a release: its pods roll without steps")
            .since(workload.writtenAt(), now)
        : Finding.of(Cause.JUST_CHANGED, rollout.workload() + " was changed just now");
  }

  /** After the last step of less than 100%, or without a release, pods roll natively. */
  private List<Finding> nativePods() {
    List<PodReading> pods = snapshot.pods().stream().filter(snapshot::isNew).toList();
    return new PodRules(snapshot, now).troubles(pods, pods.size(), "pods of " + rollout.workload());
  }

  private Finding over() {
    if (view.progressing().isEmpty()) {
      return Finding.of(Cause.NO_RELEASE_YET, "the Rollout has not released anything yet");
    }
    if (view.succeeded().isPresent() && !view.succeeded().get()) {
      return Finding.of(
          Cause.ROLLED_BACK, "the release was taken back at step " + view.position().stepIndex());
    }
    return Finding.of(
        Cause.COMPLETED,
        view.succeeded().isPresent()
            ? "release '" + view.rolloutId() + "' is over and succeeded"
            : "the Rollout was disabled during the last release; the workload went on without steps");
  }

  // ---- a release

  private List<Finding> progressing() {
    if (view.style() == RolloutView.Style.BLUE_GREEN
        && view.message().contains(BLUE_GREEN_REFUSAL)) {
      return List.of(
          Finding.of(
                  Cause.BLUE_GREEN_REFUSES_NEWER,
                  "blue-green refuses a newer revision: roll back first; step "
                      + view.position().stepIndex()
                      + " stands still")
              .at(view.position().stepIndex()));
    }
    Optional<WorkloadReading> unsettled = snapshot.workload().filter(this::longUnsettled);
    if (unsettled.isPresent()) {
      return List.of(unsettled(unsettled.get()));
    }
    ProgressingReason reason = view.progressing().orElse(ProgressingReason.UNKNOWN);
    if (view.held() || reason == ProgressingReason.PAUSED) {
      return held();
    }
    return switch (reason) {
      case INITIALIZING -> initializing();
      case IN_ROLLING -> new StepRules(snapshot, now).explain();
      case CANCELLING -> cancelling();
      case FINALISING ->
          closing(Cause.FINALISING, "all steps are done, the controller hands the workload back");
      default ->
          List.of(
              lagging(rollout.statusWrittenAt(), "the release is about to end", Cause.FINALISING));
    };
  }

  private boolean longUnsettled(WorkloadReading workload) {
    return !workload.settled() && Times.longerThan(PATIENCE, workload.writtenAt(), now);
  }

  private List<Finding> held() {
    List<Finding> found = new ArrayList<>();
    found.add(
        Finding.of(
                Cause.STRATEGY_PAUSED,
                "paused by spec.strategy.paused, at step "
                    + view.position().stepIndex()
                    + " in "
                    + view.position().rawState())
            .at(view.position().stepIndex()));
    found.addAll(nativePods());
    return found;
  }

  /** An error in this pass is in the controller's log alone, and nothing is written. */
  private List<Finding> initializing() {
    List<Finding> found = new ArrayList<>();
    new NetworkRules(snapshot, now).missing().ifPresent(found::add);
    found.add(
        lagging(
            rollout.statusWrittenAt(),
            "the release's first step is being prepared",
            Cause.STARTING));
    return found;
  }

  private List<Finding> cancelling() {
    boolean stopped =
        view.style() == RolloutView.Style.BLUE_GREEN
            && snapshot
                .workload()
                .filter(each -> each.kind().equals("CloneSet"))
                .filter(each -> each.heldBack() && !each.inProgressing())
                .isPresent();
    return stopped
        ? List.of(
            Finding.of(
                    Cause.ROLLBACK_STOPPED,
                    "the rollback waits for pods of "
                        + rollout.workload()
                        + " that its partition of 100% keeps as they are")
                .since(rollout.statusWrittenAt(), now))
        : closing(Cause.ROLLING_BACK, "the release is being taken back");
  }

  private List<Finding> closing(Cause cause, String what) {
    List<Finding> found = new ArrayList<>(nativePods());
    String at = rollout.finalisingStep().isEmpty() ? "" : " (" + rollout.finalisingStep() + ")";
    found.add(Finding.of(cause, what + at).since(rollout.statusWrittenAt(), now));
    return found;
  }
}

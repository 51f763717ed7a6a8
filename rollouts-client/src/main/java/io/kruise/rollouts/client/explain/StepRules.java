// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.kruise.rollouts.client.readiness.PlannedStep;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.BatchReleasePhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What holds the current step of a release that is under way. */
final class StepRules {
  /**
   * While a step upgrades, the BatchRelease's status is written every two seconds (measured on
   * v0.6.2), on a saturated machine every eight.
   */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final RolloutSnapshot snapshot;
  private final RolloutView view;
  private final Instant now;
  private final int step;
  private final PodRules podRules;

  StepRules(RolloutSnapshot snapshot, Instant now) {
    this.snapshot = snapshot;
    this.view = snapshot.rollout().view();
    this.now = now;
    this.step = view.position().stepIndex();
    this.podRules = new PodRules(snapshot, now);
  }

  /** A stale BatchRelease counts first: it may even let a step pass that has no pods. */
  List<Finding> explain() {
    List<Finding> found = new ArrayList<>();
    staleBatch().ifPresent(found::add);
    found.addAll(ofState());
    return found;
  }

  private List<Finding> ofState() {
    if (!view.inPlan(step)) {
      return List.of(
          Finding.of(
              Cause.UNKNOWN_STATE, "the status names step " + step + ", and the plan has none"));
    }
    return switch (view.position().state()) {
      case BEFORE_STEP_UPGRADE, STEP_UPGRADE -> upgrading();
      case STEP_TRAFFIC_ROUTING -> routing();
      case STEP_METRICS_ANALYSIS -> goingOn("is upgraded and about to pause");
      case STEP_PAUSED -> paused();
      case STEP_READY -> goingOn("may go on");
      case COMPLETED -> goingOn("was the last and is done");
      case UNKNOWN ->
          List.of(
              Finding.of(
                      Cause.UNKNOWN_STATE,
                      "step "
                          + step
                          + " is in a state that is not known here: "
                          + view.position().rawState())
                  .at(step));
    };
  }

  // ---- upgrading

  private List<Finding> upgrading() {
    List<Finding> found = new ArrayList<>();
    new UnreachableSteps(snapshot, step, desired(), now).find().ifPresent(found::add);
    refusal().ifPresent(found::add);
    new NetworkRules(snapshot, now).missing().ifPresent(found::add);
    found.addAll(podsOfStep());
    silence("step " + step + " upgrades").ifPresent(found::add);
    if (snapshot.workload().isPresent() && snapshot.workload().get().replicas() == 0) {
      found.add(
          Finding.of(
                  Cause.SCALED_TO_ZERO,
                  "the workload is scaled to 0, so step "
                      + step
                      + " has no pods to prove itself with")
              .at(step));
    }
    found.add(progress());
    return found;
  }

  /** batchrelease_status.go: a BatchRelease that is Completed is never looked at again. */
  private Optional<Finding> staleBatch() {
    return snapshot
        .batch()
        .filter(batch -> batch.phase() == BatchReleasePhase.COMPLETED && !batch.deleting())
        .map(
            batch ->
                Finding.of(
                        Cause.STALE_BATCH_RELEASE,
                        "a BatchRelease of an earlier release, whose workload was deleted, is in the way of step "
                            + step)
                    .at(step)
                    .since(batch.createdAt(), now));
  }

  private Optional<Finding> refusal() {
    return snapshot
        .batch()
        .map(BatchReading::refusal)
        .filter(refusal -> !refusal.isEmpty())
        .map(refusal -> Finding.of(Cause.BATCH_REFUSED, refusal).at(step));
  }

  /** Pods that aren't there come first: where one can't be created, no pod can tell of it. */
  private List<Finding> podsOfStep() {
    List<PodReading> pods = snapshot.pods().stream().filter(snapshot::isNew).toList();
    int desired = desired();
    int present = (int) pods.stream().filter(pod -> !pod.deleting()).count();
    List<Finding> found = new ArrayList<>();
    int missing = snapshot.hidden("pods") ? desired - view.updatedReplicas() : desired - present;
    if (missing > 0) {
      new CreationRules(snapshot, now)
          .refusal(missing, desired, "pods of step " + step)
          .ifPresent(found::add);
    }
    found.addAll(podRules.troubles(pods, desired, "pods of step " + step));
    return found.stream().map(finding -> finding.at(step)).toList();
  }

  private Finding progress() {
    String state =
        snapshot.hidden("pods")
            ? view.updatedReplicas()
                + " of "
                + desired()
                + " pods updated, "
                + view.updatedReadyReplicas()
                + " of them ready; the pods themselves could not be seen"
            : counts();
    return Finding.of(Cause.UPGRADING, "step " + step + ": " + state + ", going on")
        .at(step)
        .pods(view.updatedReplicas(), desired())
        .since(entered(), now);
  }

  /** From the pods themselves where they were seen: the status may lag a pass behind. */
  private String counts() {
    List<PodReading> pods =
        snapshot.pods().stream().filter(pod -> snapshot.isNew(pod) && !pod.deleting()).toList();
    long ready = pods.stream().filter(PodReading::ready).count();
    return pods.size() + " of " + desired() + " pods updated, " + ready + " of them ready";
  }

  // ---- after the upgrade

  private List<Finding> routing() {
    List<Finding> found = new ArrayList<>();
    new NetworkRules(snapshot, now).missing().map(each -> each.at(step)).ifPresent(found::add);
    silenceOfRollout("the traffic of step " + step + " is moved").ifPresent(found::add);
    found.add(
        Finding.of(
                Cause.ROUTING_TRAFFIC,
                "step " + step + ": the pods are upgraded, the traffic is being moved")
            .at(step)
            .since(entered(), now));
    return found;
  }

  private List<Finding> paused() {
    PlannedStep planned = view.plan().get(step - 1);
    List<Finding> found = new ArrayList<>();
    if (planned.pause().isPresent()) {
      found.addAll(timed(planned.pause().get()));
    } else if (view.waitsForApproval(step)) {
      found.add(
          Finding.of(
                  Cause.NEEDS_APPROVAL,
                  "step "
                      + step
                      + " of "
                      + view.plan().size()
                      + " is upgraded ("
                      + view.updatedReadyReplicas()
                      + " of "
                      + view.updatedReplicas()
                      + " pods ready) and needs an approval")
              .at(step)
              .since(entered(), now));
    } else {
      return goingOn("was the last and passes by itself");
    }
    found.addAll(podsOfStep());
    return found;
  }

  private List<Finding> timed(Duration pause) {
    Optional<Instant> end = entered().map(then -> then.plus(pause));
    if (end.isPresent() && Times.longerThan(SILENCE, end, now)) {
      return List.of(
          silent("the pause of step " + step + " was over at " + Times.moment(end.get()))
              .since(end, now));
    }
    Finding paused =
        Finding.of(
                Cause.TIMED_PAUSE,
                "step "
                    + step
                    + " is upgraded, timed pause "
                    + end.map(
                            time ->
                                "until "
                                    + Times.moment(time)
                                    + " (in "
                                    + Times.words(Times.since(now, time))
                                    + ")")
                        .orElse("of " + Times.words(pause)))
            .at(step);
    return List.of(end.map(paused::until).orElse(paused));
  }

  private List<Finding> goingOn(String what) {
    List<Finding> found = new ArrayList<>();
    silenceOfRollout("step " + step + " " + what).ifPresent(found::add);
    found.add(
        Finding.of(Cause.GOING_ON, "step " + step + " " + what).at(step).since(entered(), now));
    return found;
  }

  // ---- the controller

  private Optional<Finding> silence(String meanwhile) {
    Optional<Instant> batch = snapshot.batch().flatMap(BatchReading::writtenAt);
    return snapshot.hidden("BatchRelease")
            || (batch.isPresent() && !Times.longerThan(SILENCE, batch, now))
        ? Optional.empty()
        : silenceOfRollout(meanwhile);
  }

  private Optional<Finding> silenceOfRollout(String meanwhile) {
    Optional<Instant> written = snapshot.rollout().statusWrittenAt();
    return Times.longerThan(SILENCE, written, now)
        ? Optional.of(silent(meanwhile).since(written, now))
        : Optional.empty();
  }

  private Finding silent(String meanwhile) {
    return Finding.of(
            Cause.CONTROLLER_SILENT, meanwhile + ", and the controller has written nothing")
        .at(step);
  }

  private Optional<Instant> entered() {
    return Times.parse(view.stepUpdateTime());
  }

  private int desired() {
    boolean capped =
        snapshot.workload().filter(each -> each.kind().equals("Deployment")).isPresent()
            && !snapshot.rollout().extraWorkload();
    return Scale.of(
        view.plan().get(step - 1).replicas(),
        snapshot.workload().map(WorkloadReading::replicas).orElse(view.updatedReplicas()),
        capped);
  }
}

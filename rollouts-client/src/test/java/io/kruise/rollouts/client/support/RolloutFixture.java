// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.v1beta1.BlueGreenStatus;
import io.kruise.rollouts.model.v1beta1.BlueGreenStrategy;
import io.kruise.rollouts.model.v1beta1.CanaryStatus;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.CanaryStrategy;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutCondition;
import io.kruise.rollouts.model.v1beta1.RolloutPause;
import io.kruise.rollouts.model.v1beta1.RolloutSpec;
import io.kruise.rollouts.model.v1beta1.RolloutStatus;
import io.kruise.rollouts.model.v1beta1.RolloutStrategy;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Rollout in the states that the real controller (v0.6.2) was seen to write. A moment (for
 * example {@link #paused}) sets all fields of the status that the controller sets there; the small
 * methods vary one. Every method changes the fixture and returns it.
 *
 * <p>Unless it is varied, the release is r2 of revision rev2, which the controller saw at
 * generation 2 of the workload; the release before is r1, rev1, 1.
 */
public final class RolloutFixture {
  public static final String NAMESPACE = "default";
  public static final String NAME = "rollouts-demo";
  public static final String WORKLOAD = "workload-demo";

  private final boolean blueGreen;
  private final List<CanaryStep> steps = new ArrayList<>();

  private String name = NAME;
  private String uid = "uid-1";
  private String resourceVersion = "100";
  private long generation = 1;
  private long observedGeneration = 1;
  private boolean deleting;
  private boolean disabled;
  private boolean held;
  private boolean rollbackInBatch;

  private @Nullable String phase;
  private @Nullable String progressing;
  private @Nullable Boolean succeeded;
  private String message = "";
  private boolean stepStatus;
  private int index;
  private @Nullable Integer next;
  private @Nullable String state = "";
  private String finalisingStep = "";
  private @Nullable String rolloutId = "r2";
  private @Nullable String revision = "rev2";
  private long workloadGeneration = 2;
  private @Nullable String lastUpdateTime;
  private int updated;
  private int ready;

  private RolloutFixture(boolean blueGreen, Object... replicas) {
    this.blueGreen = blueGreen;
    Arrays.stream(replicas)
        .map(value -> CanaryStep.builder().replicas(new IntOrString(value)).build())
        .forEach(steps::add);
  }

  // ---- plans

  /** The guide's plan: one pod, half of them, all of them. */
  public static RolloutFixture demo() {
    return canary(1, "50%", "100%");
  }

  public static RolloutFixture canary(Object... replicas) {
    return new RolloutFixture(false, replicas);
  }

  public static RolloutFixture blueGreen(Object... replicas) {
    return new RolloutFixture(true, replicas);
  }

  /** A step with {@code pause.duration}. */
  public RolloutFixture pause(int step, int seconds) {
    return pause(step, RolloutPause.builder().duration(seconds).build());
  }

  /** A step with {@code pause: {}}, as Go clients write it. */
  public RolloutFixture emptyPause(int step) {
    return pause(step, new RolloutPause());
  }

  private RolloutFixture pause(int step, RolloutPause pause) {
    steps.get(step - 1).setPause(pause);
    return this;
  }

  // ---- metadata and spec

  public RolloutFixture named(String newName) {
    name = newName;
    return this;
  }

  public RolloutFixture uid(String newUid) {
    uid = newUid;
    return this;
  }

  public RolloutFixture version(String newResourceVersion) {
    resourceVersion = newResourceVersion;
    return this;
  }

  /** The spec was changed, and the controller has not seen it. */
  public RolloutFixture specAhead() {
    generation = observedGeneration + 1;
    return this;
  }

  public RolloutFixture deleting() {
    deleting = true;
    return this;
  }

  public RolloutFixture disabled() {
    disabled = true;
    return this;
  }

  /** {@code spec.strategy.paused}, before the controller has acted on it. */
  public RolloutFixture held() {
    held = true;
    return this;
  }

  public RolloutFixture rollbackInBatch() {
    rollbackInBatch = true;
    return this;
  }

  // ---- one field of the status

  public RolloutFixture phase(@Nullable String newPhase) {
    phase = newPhase;
    return this;
  }

  /** The reason of the condition Progressing; null for no condition. */
  public RolloutFixture progressing(@Nullable String reason) {
    progressing = reason;
    return this;
  }

  public RolloutFixture condition(@Nullable Boolean newSucceeded) {
    succeeded = newSucceeded;
    return this;
  }

  public RolloutFixture message(String text) {
    message = text;
    return this;
  }

  public RolloutFixture release(
      @Nullable String id, @Nullable String newRevision, long generationOfWorkload) {
    rolloutId = id;
    revision = newRevision;
    workloadGeneration = generationOfWorkload;
    return this;
  }

  /** The release before, where nothing else is said. */
  public RolloutFixture releaseBefore() {
    return release("r1", "rev1", 1);
  }

  public RolloutFixture id(@Nullable String id) {
    rolloutId = id;
    return this;
  }

  public RolloutFixture revision(@Nullable String newRevision) {
    revision = newRevision;
    return this;
  }

  public RolloutFixture workloadGeneration(long seen) {
    workloadGeneration = seen;
    return this;
  }

  public RolloutFixture since(@Nullable String time) {
    lastUpdateTime = time;
    return this;
  }

  public RolloutFixture next(@Nullable Integer nextStepIndex) {
    next = nextStepIndex;
    return this;
  }

  public RolloutFixture state(@Nullable String currentStepState) {
    state = currentStepState;
    return this;
  }

  public RolloutFixture pods(int updatedPods, int readyPods) {
    updated = updatedPods;
    ready = readyPods;
    return this;
  }

  /** Index and state, with the natural next step. */
  public RolloutFixture step(int currentStepIndex, @Nullable String currentStepState) {
    stepStatus = true;
    index = currentStepIndex;
    next = currentStepIndex < steps.size() ? currentStepIndex + 1 : -1;
    state = currentStepState;
    return this;
  }

  public RolloutFixture noStepStatus() {
    stepStatus = false;
    return this;
  }

  // ---- moments

  /** The controller has not written anything yet. */
  public RolloutFixture untouched() {
    observedGeneration = 0;
    return phase(null).noStepStatus();
  }

  /** First contact: what the workload runs is described as a finished release. */
  public RolloutFixture firstFill() {
    return phase("Healthy")
        .progressing(null)
        .condition(null)
        .step(steps.size(), "Completed")
        .since(null)
        .pods(0, 0)
        .message("workload deployment is completed")
        .releaseBefore();
  }

  /** The first write about a new release: the phase is new, the rest still tells of r1. */
  public RolloutFixture noticed() {
    return firstFill().phase("Progressing").progressing("Initializing");
  }

  public RolloutFixture initializing() {
    return phase("Progressing")
        .progressing("Initializing")
        .condition(null)
        .step(1, "BeforeStepUpgrade")
        .since("2026-01-01T00:00:01Z")
        .message("workload deployment is completed");
  }

  /** A newer revision came into a canary release: it is thrown away and begun anew. */
  public RolloutFixture continuous() {
    return phase("Progressing")
        .progressing("Initializing")
        .noStepStatus()
        .message("Workload is continuous release");
  }

  public RolloutFixture rolling(int step, @Nullable String stepState) {
    return phase("Progressing")
        .progressing("InRolling")
        .condition(null)
        .step(step, stepState)
        .since("2026-01-01T00:00:" + step + "0Z")
        .pods(step, step)
        .message("Rollout is in step(" + place(step) + "), and upgrade workload to new version");
  }

  public RolloutFixture paused(int step) {
    return rolling(step, "StepPaused")
        .message(
            "Rollout is in step("
                + place(step)
                + "), and you need manually confirm to enter the next step");
  }

  /** {@code spec.strategy.paused}, and the controller stands still. */
  public RolloutFixture heldAt(int step, String stepState) {
    return rolling(step, stepState)
        .held()
        .progressing("Paused")
        .message("Rollout has been paused, you can resume it by kube-cli");
  }

  public RolloutFixture finalising() {
    return rolling(steps.size(), "Completed")
        .progressing("Finalising")
        .message("Rollout has been completed and some closing work is being done");
  }

  public RolloutFixture succeeded() {
    finalisingStep = "END";
    return rolling(steps.size(), "Completed")
        .phase("Healthy")
        .progressing("Completed")
        .condition(true)
        .message("Rollout progressing has been completed");
  }

  /** Taken back at a step. The id and the revision are those that the workload has again. */
  public RolloutFixture cancelling(int step) {
    return rolling(step, "StepPaused")
        .progressing("Cancelling")
        .release("r1b", "rev1", 3)
        .message("The workload has been rolled back and the rollout process will be cancelled");
  }

  public RolloutFixture cancelled(int step) {
    finalisingStep = "END";
    return cancelling(step)
        .phase("Healthy")
        .progressing("Completed")
        .condition(false)
        .message("Rollout progressing has been cancelled");
  }

  /** Disabled at a step, and all is handed back. */
  public RolloutFixture disabledAt(int step) {
    finalisingStep = "END";
    return paused(step).disabled().phase("Disabled").message("Rollout is disabled");
  }

  /** The same, and enabled again. */
  public RolloutFixture enabledAgainAt(int step) {
    RolloutFixture fixture = disabledAt(step);
    fixture.disabled = false;
    return fixture.phase("Healthy").message("rollout is healthy");
  }

  /** The workload is not there: the controller keeps nothing but the phase. */
  public RolloutFixture workloadMissing() {
    return phase("Initial")
        .progressing(null)
        .condition(null)
        .noStepStatus()
        .message("Workload Not Found");
  }

  // ---- the result

  public RolloutView view() {
    return RolloutView.of(build());
  }

  public Rollout build() {
    Rollout rollout = new Rollout();
    rollout.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(NAMESPACE)
            .withName(name)
            .withUid(uid)
            .withResourceVersion(resourceVersion)
            .withGeneration(generation)
            .withDeletionTimestamp(deleting ? "2026-01-01T01:00:00Z" : null)
            .withAnnotations(
                rollbackInBatch ? Map.of(RolloutAnnotations.ROLLBACK_IN_BATCH, "true") : null)
            .build());
    rollout.setSpec(
        RolloutSpec.builder()
            .workloadRef(
                WorkloadRef.builder()
                    .apiVersion("apps/v1")
                    .kind("Deployment")
                    .name(WORKLOAD)
                    .build())
            .disabled(disabled)
            .strategy(strategy())
            .build());
    rollout.setStatus(phase == null ? null : status());
    return rollout;
  }

  private RolloutStrategy strategy() {
    RolloutStrategy.RolloutStrategyBuilder strategy =
        RolloutStrategy.builder().paused(held ? true : null);
    return blueGreen
        ? strategy.blueGreen(BlueGreenStrategy.builder().steps(steps).build()).build()
        : strategy.canary(CanaryStrategy.builder().steps(steps).build()).build();
  }

  private RolloutStatus status() {
    RolloutStatus.RolloutStatusBuilder status =
        RolloutStatus.builder()
            .observedGeneration(observedGeneration)
            .phase(phase)
            .message(message)
            .conditions(conditions())
            .currentStepIndex(stepStatus ? index : 0)
            .currentStepState(stepStatus ? state : "");
    if (!stepStatus) {
      return status.build();
    }
    return blueGreen
        ? status.blueGreenStatus(blueGreenStatus()).build()
        : status.canaryStatus(canaryStatus()).build();
  }

  private CanaryStatus canaryStatus() {
    return CanaryStatus.builder()
        .observedWorkloadGeneration(workloadGeneration)
        .observedRolloutID(rolloutId)
        .stableRevision("rev0")
        .podTemplateHash("")
        .currentStepIndex(index)
        .nextStepIndex(next)
        .currentStepState(state)
        .finalisingStep(finalisingStep)
        .lastUpdateTime(lastUpdateTime)
        .canaryRevision(revision)
        .canaryReplicas(updated)
        .canaryReadyReplicas(ready)
        .build();
  }

  private BlueGreenStatus blueGreenStatus() {
    return BlueGreenStatus.builder()
        .observedWorkloadGeneration(workloadGeneration)
        .observedRolloutID(rolloutId)
        .stableRevision("rev0")
        .podTemplateHash("")
        .currentStepIndex(index)
        .nextStepIndex(next)
        .currentStepState(state)
        .finalisingStep(finalisingStep)
        .lastUpdateTime(lastUpdateTime)
        .updatedRevision(revision)
        .updatedReplicas(updated)
        .updatedReadyReplicas(ready)
        .build();
  }

  private List<RolloutCondition> conditions() {
    List<RolloutCondition> conditions = new ArrayList<>();
    if (progressing != null) {
      String status = progressing.equals("Completed") ? "False" : "True";
      conditions.add(condition("Progressing", status, progressing));
    }
    if (succeeded != null) {
      conditions.add(condition("Succeeded", succeeded ? "True" : "False", ""));
    }
    return conditions;
  }

  private static RolloutCondition condition(String type, String status, String reason) {
    return RolloutCondition.builder().type(type).status(status).reason(reason).message("").build();
  }

  private String place(int step) {
    return step + "/" + steps.size();
  }
}

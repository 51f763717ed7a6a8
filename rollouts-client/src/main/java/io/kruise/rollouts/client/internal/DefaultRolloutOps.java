// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.Following;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.explain.Description;
import io.kruise.rollouts.client.explain.Explanation;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.approve.PauseReset;
import io.kruise.rollouts.client.internal.approve.SignedApproval;
import io.kruise.rollouts.client.internal.explain.SnapshotRun;
import io.kruise.rollouts.client.internal.follow.ClockedFuture;
import io.kruise.rollouts.client.internal.follow.Hands;
import io.kruise.rollouts.client.internal.release.ReleaseVerbs;
import io.kruise.rollouts.client.internal.release.Walk;
import io.kruise.rollouts.client.internal.wait.FollowRun;
import io.kruise.rollouts.client.internal.wait.WaitRun;
import io.kruise.rollouts.client.internal.workload.WorkloadView;
import io.kruise.rollouts.client.readiness.GuideCheck;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.Transition;
import io.kruise.rollouts.client.readiness.WorkloadFacts;
import io.kruise.rollouts.client.release.DryRun;
import io.kruise.rollouts.client.release.MidRelease;
import io.kruise.rollouts.client.release.Preflight;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.WorkloadRevision;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verbs: each starts a run, or reads once and judges. Immutable, thread-safe. */
final class DefaultRolloutOps implements RolloutOps {
  private final KubernetesClient kubernetes;
  private final RolloutApi api;
  private final Hands hands;
  private final WaitClock clock;
  private final RolloutRef ref;
  private final ReleaseVerbs verbs;

  DefaultRolloutOps(KubernetesClient kubernetes, Hands hands, WaitClock clock, RolloutRef ref) {
    this.kubernetes = kubernetes;
    this.hands = hands;
    this.api = hands.rollouts();
    this.clock = clock;
    this.ref = ref;
    this.verbs = new ReleaseVerbs(hands, clock, ref, kubernetes.getKubernetesSerialization());
  }

  @Override
  public RolloutRef ref() {
    return ref;
  }

  @Override
  public Resource<Rollout> resource() {
    return kubernetes.resources(Rollout.class).inNamespace(ref.namespace()).withName(ref.name());
  }

  @Override
  public Optional<RolloutView> find() {
    return read().map(RolloutView::of);
  }

  @Override
  public RolloutView get() {
    return find().orElseThrow(() -> new RolloutNotFoundException(ref));
  }

  @Override
  public boolean isCurrentStepReady(int stepIndex) {
    return read().filter(rollout -> GuideCheck.isCurrentStepReady(rollout, stepIndex)).isPresent();
  }

  @Override
  public boolean isCurrentStepReadyForWorkload(int stepIndex) {
    Reading reading = readBoth();
    return reading.rollout() != null
        && reading.workload() != null
        && GuideCheck.isCurrentStepReady(reading.workload(), reading.rollout(), stepIndex);
  }

  @Override
  public StepReadiness readiness(StepExpectation expectation) {
    Reading reading = readBoth();
    return reading.workload() == null
            && reading.rollout() != null
            && expectation.release().needsWorkload()
        ? StepReadiness.withoutWorkload(RolloutView.of(reading.rollout()), expectation)
        : StepReadiness.evaluate(reading.rollout(), reading.workload(), expectation);
  }

  @Override
  public Approval approve() {
    return approve(ApproveOptions.currentStep());
  }

  @Override
  public Approval approve(ApproveOptions options) {
    return Blocking.join(clock, ref, "the approval", () -> approveAsync(options));
  }

  @Override
  public CompletableFuture<Approval> approveAsync(ApproveOptions options) {
    return ClockedFuture.of(
        clock, SignedApproval.start(hands, clock, ref, Objects.requireNonNull(options, "options")));
  }

  @Override
  public boolean resetPause(int stepIndex) {
    return Blocking.join(
        clock, ref, "the reset of a pause", () -> PauseReset.start(api, clock, ref, stepIndex));
  }

  @Override
  public RolloutView waitForStep(int stepIndex) {
    return waitFor(StepExpectation.reached(stepIndex), WaitOptions.defaults());
  }

  @Override
  public RolloutView waitFor(StepExpectation expectation, WaitOptions options) {
    return Blocking.join(
        clock, ref, expectation.toString(), () -> waitForAsync(expectation, options));
  }

  @Override
  public CompletableFuture<RolloutView> waitForAsync(
      StepExpectation expectation, WaitOptions options) {
    return ClockedFuture.of(
        clock,
        WaitRun.start(
            hands.waits(),
            clock,
            hands.feeds(),
            ref,
            Objects.requireNonNull(expectation, "expectation"),
            Objects.requireNonNull(options, "options")));
  }

  @Override
  public Following follow(Consumer<? super Transition> listener) {
    return FollowRun.start(hands, clock, ref, Objects.requireNonNull(listener, "listener"));
  }

  @Override
  public Release release(ReleaseRequest request) {
    return Blocking.join(clock, ref, request.toString(), () -> releaseAsync(request));
  }

  @Override
  public CompletableFuture<Release> releaseAsync(ReleaseRequest request) {
    return ClockedFuture.of(
        clock, verbs.start(request, workload -> started(request.rolloutId(), workload)));
  }

  private Release started(String rolloutId, WorkloadView workload) {
    WorkloadFacts facts = new WorkloadFacts(workload.rolloutId(), workload.generation(), true);
    return bound(rolloutId, ReleaseMatch.startedBy(facts), workload.isHeldBy(ref.name()));
  }

  private Release bound(String rolloutId, ReleaseMatch match, boolean captured) {
    Walk walk =
        new Walk(
            hands,
            clock,
            ref,
            rolloutId,
            match,
            () -> explainAsync().thenApply(Explanation::sentence));
    return new DefaultRelease(this, clock, verbs, walk, rolloutId, match, captured);
  }

  @Override
  public Preflight preflight(ReleaseRequest request) {
    return Blocking.join(clock, ref, "the preflight", () -> verbs.preflight(request));
  }

  @Override
  public DryRun dryRun(ReleaseRequest request) {
    return Blocking.join(clock, ref, "the dry run", () -> verbs.dryRun(request));
  }

  @Override
  public Release pickUp(String rolloutId) {
    return bound(rolloutId, ReleaseMatch.rolloutId(rolloutId), false);
  }

  @Override
  public Optional<Release> currentRelease() {
    return Blocking.join(clock, ref, "the current release", verbs::currentId).map(this::pickUp);
  }

  @Override
  public List<WorkloadRevision> revisions() {
    return Blocking.join(clock, ref, "the revisions", verbs::revisions);
  }

  @Override
  public RolloutView disable(MidRelease midRelease) {
    return Blocking.join(clock, ref, "the disabling", () -> verbs.disable(midRelease));
  }

  @Override
  public RolloutView enable() {
    return Blocking.join(clock, ref, "the enabling", verbs::enable);
  }

  @Override
  public RolloutView delete(MidRelease midRelease) {
    return Blocking.join(clock, ref, "the deletion", () -> verbs.delete(midRelease));
  }

  /**
   * The workload first, so that the Rollout's status is at least as new as what is known of the
   * workload.
   */
  private record Reading(@Nullable WorkloadFacts workload, @Nullable Rollout rollout) {}

  private Reading readBoth() {
    Optional<Rollout> found = read();
    if (found.isEmpty()) {
      return new Reading(null, null);
    }
    @Nullable WorkloadFacts workload =
        Optional.ofNullable(found.get().getSpec().getWorkloadRef())
            .flatMap(
                workloadRef ->
                    join("the workload", () -> api.workload(ref.namespace(), workloadRef)))
            .map((GenericKubernetesResource resource) -> WorkloadFacts.of(resource))
            .orElse(null);
    return new Reading(workload, read().orElse(null));
  }

  private Optional<Rollout> read() {
    return join("the Rollout", () -> api.get(ref));
  }

  private <T> Optional<T> join(String what, Supplier<CompletableFuture<T>> call) {
    return Blocking.join(clock, ref, what, () -> call.get().handle(DefaultRolloutOps::found));
  }

  private static <T> Optional<T> found(@Nullable T value, @Nullable Throwable failure) {
    if (failure == null) {
      return Optional.of(Objects.requireNonNull(value));
    }
    Throwable cause = ApiFailures.unwrap(failure);
    if (cause instanceof RolloutNotFoundException || ApiFailures.isNotFound(cause)) {
      return Optional.empty();
    }
    throw cause instanceof RuntimeException refusal ? refusal : new IllegalStateException(cause);
  }

  @Override
  public Description describe() {
    return Blocking.join(clock, ref, "the description", this::describeAsync);
  }

  @Override
  public CompletableFuture<Description> describeAsync() {
    return ClockedFuture.of(
        clock,
        SnapshotRun.start(api, clock, ref, snapshot -> new Description(snapshot, clock.now())));
  }

  @Override
  public Explanation explain() {
    return Blocking.join(clock, ref, "the explanation", this::explainAsync);
  }

  @Override
  public CompletableFuture<Explanation> explainAsync() {
    return ClockedFuture.of(
        clock,
        SnapshotRun.start(api, clock, ref, snapshot -> Explanation.of(snapshot, clock.now())));
  }
}

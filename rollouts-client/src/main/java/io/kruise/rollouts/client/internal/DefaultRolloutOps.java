// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.approve.ApproveRun;
import io.kruise.rollouts.client.internal.approve.PauseReset;
import io.kruise.rollouts.client.internal.follow.Feeds;
import io.kruise.rollouts.client.internal.wait.WaitRun;
import io.kruise.rollouts.client.readiness.GuideCheck;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.WorkloadFacts;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verbs: each starts a run, or reads once and judges. Immutable, thread-safe. */
final class DefaultRolloutOps implements RolloutOps {
  private final KubernetesClient kubernetes;
  private final RolloutApi api;
  private final RolloutApi waitsApi;
  private final WaitClock clock;
  private final Feeds feeds;
  private final RolloutRef ref;

  DefaultRolloutOps(
      KubernetesClient kubernetes,
      RolloutApi api,
      RolloutApi waitsApi,
      WaitClock clock,
      Feeds feeds,
      RolloutRef ref) {
    this.kubernetes = kubernetes;
    this.api = api;
    this.waitsApi = waitsApi;
    this.clock = clock;
    this.feeds = feeds;
    this.ref = ref;
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
    return ApproveRun.start(api, clock, feeds, ref, Objects.requireNonNull(options, "options"));
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
    return WaitRun.start(
        waitsApi,
        clock,
        feeds,
        ref,
        Objects.requireNonNull(expectation, "expectation"),
        Objects.requireNonNull(options, "options"));
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
}

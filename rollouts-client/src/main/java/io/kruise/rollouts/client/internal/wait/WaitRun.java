// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.wait;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.kruise.rollouts.client.ConnectionLostException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.StepStalledException;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.StepUnreachableException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.follow.Feeds;
import io.kruise.rollouts.client.internal.follow.Follower;
import io.kruise.rollouts.client.internal.follow.SerialQueue;
import io.kruise.rollouts.client.readiness.Reason;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StallWatch;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.StepWatch;
import io.kruise.rollouts.client.readiness.WorkloadFacts;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One wait: readings come in, the judgement says when it is over. Confined to its queue; the future
 * is the only thing that others touch.
 */
public final class WaitRun implements Follower.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(WaitRun.class);

  private final RolloutApi api;
  private final WaitClock clock;
  private final SerialQueue queue;
  private final RolloutRef ref;
  private final StepExpectation expectation;
  private final WaitOptions options;
  private final Instant begun;
  private final Follower follower;
  private final CompletableFuture<RolloutView> result = new CompletableFuture<>();

  private WaitClock.Task deadline = () -> {};
  private WaitClock.Task stallCheck = () -> {};
  private WaitClock.Task workloadRetry = () -> {};
  private WaitClock.Task lossBudget = () -> {};
  private boolean workloadAsked;
  private @Nullable RolloutView latest;
  private @Nullable StepWatch watch;
  private @Nullable StepReadiness lastSeen;
  private @Nullable StallWatch stall;
  private @Nullable Throwable trouble;
  private @Nullable Instant lostSince;

  private WaitRun(
      RolloutApi api,
      WaitClock clock,
      Feeds feeds,
      RolloutRef ref,
      StepExpectation expectation,
      WaitOptions options) {
    this.api = api;
    this.clock = clock;
    this.queue = new SerialQueue(clock, result::completeExceptionally);
    this.ref = ref;
    this.expectation = expectation;
    this.options = options;
    this.begun = clock.now();
    this.follower =
        new Follower(
            api, feeds, queue, ref, options.recheckPeriod(), Follower.Rechecks.TOGETHER, this);
  }

  /**
   * Begins a wait.
   *
   * @param api the calls
   * @param clock the time
   * @param feeds the watches
   * @param ref which Rollout
   * @param expectation what is waited for
   * @param options how
   * @return completes when the wait is over; cancelling it stops all that was started
   */
  public static CompletableFuture<RolloutView> start(
      RolloutApi api,
      WaitClock clock,
      Feeds feeds,
      RolloutRef ref,
      StepExpectation expectation,
      WaitOptions options) {
    WaitRun run = new WaitRun(api, clock, feeds, ref, expectation, options);
    run.queue.execute(run::begin);
    // however it ends, cancelled by the caller included
    CompletableFuture<RolloutView> result = run.result;
    result.whenComplete((view, failure) -> run.queue.execute(run::cleanUp));
    return result;
  }

  private void begin() {
    if (!result.isDone()) {
      deadline = queue.schedule(options.timeout(), this::timeOut);
      follower.start();
    }
  }

  private void cleanUp() {
    follower.close();
    deadline.cancel();
    stallCheck.cancel();
    workloadRetry.cancel();
    lossBudget.cancel();
  }

  private void timeOut() {
    Duration waited = Duration.between(begun, clock.now());
    StepExpectation known = watch == null ? expectation : watch.expectation();
    result.completeExceptionally(new StepTimeoutException(ref, known, waited, lastSeen, trouble));
  }

  @Override
  public void seen(Rollout rollout) {
    latest = RolloutView.of(rollout);
    if (watch != null) {
      judge(latest);
    } else if (!workloadAsked) {
      workloadAsked = true;
      askWorkload(requireNonNull(rollout.getSpec().getWorkloadRef()));
    }
  }

  /**
   * Once per wait: which release is meant by "what the workload holds" is settled when the wait
   * begins.
   */
  private void askWorkload(WorkloadRef workload) {
    api.workload(ref.namespace(), workload)
        .whenCompleteAsync((found, failure) -> workloadAnswered(workload, found, failure), queue);
  }

  private void workloadAnswered(
      WorkloadRef workload,
      @Nullable GenericKubernetesResource found,
      @Nullable Throwable failure) {
    if (result.isDone()) {
      return;
    }
    if (found != null) {
      settle(WorkloadFacts.of(found));
      return;
    }
    Throwable cause = ApiFailures.unwrap(requireNonNull(failure));
    boolean comesLater = ApiFailures.isTransient(cause) || ApiFailures.isNotFound(cause);
    if (!expectation.release().needsWorkload() && !ApiFailures.isTransient(cause)) {
      settle(null); // the release is named: the workload would only have told more
    } else if (comesLater) {
      if (ApiFailures.isTransient(cause)) {
        trouble(cause);
      }
      judgeWithout(workload);
      workloadRetry = queue.schedule(options.recheckPeriod(), () -> askWorkload(workload));
    } else {
      result.completeExceptionally(cause);
    }
  }

  /** What holds for whichever release ends the wait all the same. */
  private void judgeWithout(WorkloadRef workload) {
    StepReadiness readiness = StepReadiness.withoutWorkload(requireNonNull(latest), expectation);
    if (expectation.outcome(readiness) == StepExpectation.Outcome.UNREACHABLE) {
      tell(readiness);
      result.completeExceptionally(new StepUnreachableException(ref, expectation, readiness));
    } else {
      String missing = workload.getKind() + " " + workload.getName() + " could not be read";
      tell(new StepReadiness(Reason.WORKLOAD_NOT_FOUND, missing, Optional.ofNullable(latest)));
    }
  }

  private void settle(@Nullable WorkloadFacts facts) {
    watch = StepWatch.begin(expectation, facts);
    judge(requireNonNull(latest));
  }

  private void judge(RolloutView view) {
    StepWatch next = requireNonNull(watch).see(view);
    watch = next;
    StepReadiness readiness = requireNonNull(next.last());
    tell(readiness);
    switch (next.outcome()) {
      case MET -> result.complete(view);
      case UNREACHABLE ->
          result.completeExceptionally(
              new StepUnreachableException(ref, next.expectation(), readiness));
      case PENDING -> watchForStall(view);
    }
  }

  private void watchForStall(RolloutView view) {
    options
        .stallBound()
        .ifPresent(
            bound -> {
              Instant now = clock.now();
              StallWatch before = stall == null ? StallWatch.begin(bound, now) : stall;
              stall = before.see(view, now);
              lookAtStall(bound);
            });
  }

  private void lookAtStall(Duration bound) {
    stallCheck.cancel();
    Instant now = clock.now();
    StallWatch known = requireNonNull(stall);
    if (known.stalled(now)) {
      result.completeExceptionally(
          new StepStalledException(
              ref, requireNonNull(watch).expectation(), bound, requireNonNull(lastSeen)));
    } else {
      known
          .stalledAt()
          .ifPresent(
              at ->
                  stallCheck = queue.schedule(Duration.between(now, at), () -> lookAtStall(bound)));
    }
  }

  private void tell(StepReadiness readiness) {
    // many writes of the controller change nothing that anybody would want to hear of
    boolean news = lastSeen == null || !readiness.toString().equals(lastSeen.toString());
    lastSeen = readiness;
    if (!news || result.isDone()) {
      return;
    }
    LOG.debug("{}: {}", ref, readiness);
    try {
      options.progressListener().accept(readiness);
    } catch (RuntimeException e) {
      LOG.warn("a progress listener failed on {}; the wait goes on", ref, e);
    }
  }

  @Override
  public void gone() {
    StepReadiness gone = StepReadiness.evaluate(null, null, expectation);
    boolean wasThere = latest != null;
    tell(gone);
    result.completeExceptionally(
        wasThere
            ? new StepUnreachableException(ref, expectation, gone)
            : new RolloutNotFoundException(ref));
  }

  @Override
  public void trouble(@Nullable Throwable failure) {
    trouble = failure;
    if (failure == null) {
      lostSince = null;
      lossBudget.cancel();
    } else if (lostSince == null && !result.isDone()) {
      lostSince = clock.now();
      options
          .connectionLossBudget()
          .ifPresent(budget -> lossBudget = queue.schedule(budget, () -> connectionLost(budget)));
    }
  }

  private void connectionLost(Duration budget) {
    // unless a call has succeeded meanwhile, or it is another loss by now
    boolean since = lostSince != null && !clock.now().isBefore(lostSince.plus(budget));
    if (since && lostSince != null && trouble != null) {
      StepExpectation known = watch == null ? expectation : watch.expectation();
      result.completeExceptionally(
          new ConnectionLostException(ref, known, lostSince, budget, lastSeen, trouble));
    }
  }

  @Override
  public void refused(Throwable failure) {
    result.completeExceptionally(failure);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.ApproveMethod;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NotAwaitingApprovalException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.StepTimeoutException;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.follow.Feeds;
import io.kruise.rollouts.client.internal.follow.Follower;
import io.kruise.rollouts.client.internal.follow.SerialQueue;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.StepWatch;
import io.kruise.rollouts.client.readiness.WorkloadFacts;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One approval: carries out what {@link ApproveLoop} decides. Confined to its queue; the future is
 * the only thing that others touch.
 */
public final class ApproveRun implements Follower.Listener {
  private static final Duration RECHECK = Duration.ofSeconds(1);

  /**
   * While pods are being replaced the status is behind the workload; the controller looks every 3 s
   * at the latest.
   */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final RolloutApi api;
  private final SerialQueue queue;
  private final RolloutRef ref;
  private final ApproveOptions options;
  private final ApprovalGate gate;
  private final ApprovalEnding ending;
  private final Follower follower;
  private final CompletableFuture<Approval> result = new CompletableFuture<>();

  private WaitClock.Task deadline = () -> {};
  private WaitClock.Task pause = () -> {};
  private WaitClock.Task grace = () -> {};
  private WaitClock.Task question = () -> {};
  private boolean workloadAsked;
  private boolean graceBegun;
  private boolean graceOver;
  private @Nullable WorkloadFacts workload;
  private @Nullable Rollout rollout;
  private @Nullable ApproveLoop loop;
  private @Nullable StepWatch judgement;
  private @Nullable Throwable trouble;
  private @Nullable Throwable writeTrouble;
  private CompletableFuture<?> lastWrite = CompletableFuture.completedFuture("none");
  private boolean ended;

  private ApproveRun(
      RolloutApi api, WaitClock clock, Feeds feeds, RolloutRef ref, ApproveOptions options) {
    this.api = api;
    this.queue = new SerialQueue(clock, result::completeExceptionally);
    this.ref = ref;
    this.options = options;
    this.gate = new ApprovalGate(options);
    this.ending = new ApprovalEnding(api, clock, ref, options.method(), result);
    this.follower = new Follower(api, feeds, queue, ref, RECHECK, Follower.Rechecks.ALONE, this);
  }

  /** Begins an approval; cancelling the future stops all that was started. */
  public static CompletableFuture<Approval> start(
      RolloutApi api, WaitClock clock, Feeds feeds, RolloutRef ref, ApproveOptions options) {
    ApproveRun run = new ApproveRun(api, clock, feeds, ref, options);
    run.queue.execute(run::begin);
    CompletableFuture<Approval> result = run.result;
    result.whenComplete((approval, failure) -> run.queue.execute(run::cleanUp));
    return result;
  }

  private void begin() {
    if (!ended) {
      deadline = queue.schedule(options.confirmWithin(), this::timeOut);
      follower.start();
    }
  }

  private void cleanUp() {
    if (!ended && loop != null) { // by the caller
      ending.abandoned(loop, lastWrite);
    }
    ended = true;
    follower.close();
    deadline.cancel();
    pause.cancel();
    grace.cancel();
    question.cancel();
  }

  @Override
  public void seen(Rollout seen) {
    rollout = seen;
    if (ended) {
      return;
    }
    RolloutView view = RolloutView.of(seen);
    if (loop == null) {
      first(view);
    } else {
      follow(loop.seen(view));
    }
  }

  // ---- before the first write: may this step be approved?

  private void first(RolloutView view) {
    ApprovalGate.Answer answer = gate.ask(view, workload);
    switch (answer.pass()) {
      case BEGIN -> {
        judgement = StepWatch.begin(gate.expectation(view), workload).see(view);
        follow(ApproveLoop.begin(view));
      }
      case ALREADY_PASSED -> alreadyPassed(view);
      case REFUSE -> refuse(answer.readiness());
      case BEHIND -> allowGrace(answer.readiness());
      case ASK_WORKLOAD -> askWorkload();
    }
  }

  private void allowGrace(StepReadiness readiness) {
    if (graceOver) {
      refuse(readiness);
    } else if (!graceBegun) {
      graceBegun = true;
      grace = queue.schedule(GRACE, this::graceOver);
    }
  }

  private void askWorkload() {
    if (!workloadAsked) {
      workloadAsked = true;
      api.workload(
              ref.namespace(), requireNonNull(requireNonNull(rollout).getSpec().getWorkloadRef()))
          .whenCompleteAsync(this::workloadAnswered, queue);
    }
  }

  private void workloadAnswered(
      @Nullable GenericKubernetesResource found, @Nullable Throwable failure) {
    if (ended || loop != null) { // the step was seen to be paused meanwhile
      return;
    }
    if (found != null) {
      workload = WorkloadFacts.of(found);
      first(latestView());
      return;
    }
    Throwable cause = ApiFailures.unwrap(requireNonNull(failure));
    if (ApiFailures.isTransient(cause)) {
      trouble = cause;
      question = queue.schedule(RECHECK, this::askWorkloadAgain);
    } else if (options.release().needsWorkload() && !ApiFailures.isNotFound(cause)) {
      end(cause);
    } else {
      withoutWorkload();
    }
  }

  /**
   * A named release is believed as the status shows it; what the workload holds is unknown without
   * it.
   */
  private void withoutWorkload() {
    RolloutView view = latestView();
    if (options.release().needsWorkload()) {
      refuse(StepReadiness.withoutWorkload(view, gate.expectation(view)));
      return;
    }
    StepReadiness readiness = gate.judge(view, null);
    if (ApprovalGate.isPassed(readiness)) {
      alreadyPassed(view);
    } else {
      refuse(readiness);
    }
  }

  private void alreadyPassed(RolloutView view) {
    ended = true;
    result.complete(new Approval(gate.stepIndex(view), 0, view));
  }

  private void askWorkloadAgain() {
    workloadAsked = false;
    if (!ended && loop == null) {
      first(latestView());
    }
  }

  private void graceOver() {
    graceOver = true;
    if (!ended && loop == null) {
      first(latestView());
    }
  }

  private void refuse(StepReadiness readiness) {
    end(new NotAwaitingApprovalException(ref, gate.wanted(), readiness));
  }

  // ---- from the first write on

  private void follow(ApproveLoop.Decision decision) {
    ApproveLoop next = decision.next();
    loop = next;
    ApproveLoop.Action action = decision.action();
    if (action instanceof ApproveLoop.Write write) {
      pause = queue.schedule(write.pause(), this::writeIfStillPaused);
    } else if (action instanceof ApproveLoop.Look) {
      follower.look(this::looked);
    } else if (action instanceof ApproveLoop.Confirm confirm) {
      ended = true;
      ending.confirmed(
          next, lastWrite, new Approval(next.target().stepIndex(), next.writes(), confirm.view()));
    } else if (action instanceof ApproveLoop.GiveUp giveUp) {
      giveUp(giveUp.why());
    } else if (action instanceof ApproveLoop.Refuse) {
      end(requireNonNull(writeTrouble));
    }
  }

  private void looked() {
    if (!ended) {
      follow(requireNonNull(loop).looked());
    }
  }

  private void writeIfStillPaused() {
    if (ended) {
      return;
    }
    ApproveLoop now = requireNonNull(loop);
    if (!now.stillPaused()) {
      follow(now.withdrawn());
      return;
    }
    loop = now.sending();
    ApprovalTarget target = now.target();
    CompletableFuture<Rollout> answer =
        options.method() == ApproveMethod.STATUS
            ? api.patchStatus(ref, ApprovePatches.stepReady(target))
            : api.patchSpec(ref, ApprovePatches.durationZero(target, requireNonNull(rollout)));
    lastWrite = answer;
    answer.whenCompleteAsync(this::written, queue);
  }

  private void written(@Nullable Rollout answer, @Nullable Throwable failure) {
    if (ended) {
      return;
    }
    ApproveLoop now = requireNonNull(loop);
    if (answer != null) {
      writeTrouble = null;
      follow(now.applied(String.valueOf(answer.getMetadata().getResourceVersion())));
      return;
    }
    Throwable cause = ApiFailures.unwrap(requireNonNull(failure));
    writeTrouble = cause;
    if (ApiFailures.isInvalid(cause)) {
      follow(now.refused());
    } else if (ApiFailures.isGuardRefusal(cause) || ApiFailures.isTransient(cause)) {
      follow(now.unknown());
    } else {
      loop = now.refusedForGood();
      end(ApiFailures.isNotFound(cause) ? new RolloutNotFoundException(ref) : cause);
    }
  }

  private void giveUp(String why) {
    ended = true;
    ApproveLoop now = requireNonNull(loop);
    int step = now.target().stepIndex();
    StepReadiness readiness = requireNonNull(requireNonNull(judgement).see(now.latest()).last());
    if (!now.mayHaveWritten()) {
      ending.failed(
          now, lastWrite, new NotAwaitingApprovalException(ref, "step " + step, readiness));
      return;
    }
    @Nullable Throwable cause = writeTrouble == null ? trouble : writeTrouble;
    ending.failed(
        now,
        lastWrite,
        notReset ->
            new ApprovalNotConfirmedException(
                ref, step, now.writes(), options.method(), readiness, why, cause, notReset));
  }

  private void timeOut() {
    if (ended) {
      return;
    }
    if (loop != null) {
      giveUp(
          "it was not seen to be left within "
              + options.confirmWithin().toMillis() / 1000.0
              + " s");
    } else if (rollout != null) {
      refuse(gate.judge(latestView(), workload));
    } else {
      end(
          new StepTimeoutException(
              ref, gate.expectation(), options.confirmWithin(), null, trouble));
    }
  }

  // ---- the end

  /** What was written before a refusal is neither failed nor undone by it. */
  private void end(Throwable failure) {
    if (loop != null && loop.mayHaveWritten()) {
      writeTrouble = failure;
      giveUp(
          failure instanceof RolloutNotFoundException
              ? "the Rollout was deleted"
              : String.valueOf(failure.getMessage()));
      return;
    }
    ended = true;
    if (loop == null) {
      result.completeExceptionally(failure);
    } else {
      ending.failed(loop, lastWrite, failure);
    }
  }

  @Override
  public void gone() {
    if (!ended) {
      end(new RolloutNotFoundException(ref));
    }
  }

  @Override
  public void trouble(@Nullable Throwable failure) {
    trouble = failure;
  }

  @Override
  public void refused(Throwable failure) {
    if (!ended) {
      end(failure);
    }
  }

  private RolloutView latestView() {
    return RolloutView.of(requireNonNull(rollout));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.ApproveMethod;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NotAwaitingApprovalException;
import io.kruise.rollouts.client.PauseNotResetException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.internal.api.ApiFailures;
import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.follow.Follower;
import io.kruise.rollouts.client.internal.follow.SerialQueue;
import io.kruise.rollouts.client.readiness.Reason;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.Verdict;
import io.kruise.rollouts.client.readiness.WorkloadFacts;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.Optional;
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
  private final WaitClock clock;
  private final SerialQueue queue;
  private final RolloutRef ref;
  private final ApproveOptions options;
  private final Follower follower;
  private final CompletableFuture<Approval> result = new CompletableFuture<>();

  private WaitClock.Task deadline = () -> {};
  private WaitClock.Task pause = () -> {};
  private WaitClock.Task grace = () -> {};
  private boolean workloadAsked;
  private boolean graceOver;
  private @Nullable WorkloadFacts workload;
  private @Nullable Rollout rollout;
  private @Nullable ApproveLoop loop;
  private @Nullable Throwable trouble;
  private boolean ended;

  private ApproveRun(RolloutApi api, WaitClock clock, RolloutRef ref, ApproveOptions options) {
    this.api = api;
    this.clock = clock;
    this.queue = new SerialQueue(clock, result::completeExceptionally);
    this.ref = ref;
    this.options = options;
    this.follower = new Follower(api, queue, ref, RECHECK, this);
  }

  /**
   * Begins an approval.
   *
   * @param api the calls
   * @param clock the time
   * @param ref which Rollout
   * @param options which step, and how
   * @return completes when the step was left; cancelling it stops all that was started
   */
  public static CompletableFuture<Approval> start(
      RolloutApi api, WaitClock clock, RolloutRef ref, ApproveOptions options) {
    ApproveRun run = new ApproveRun(api, clock, ref, options);
    run.queue.execute(run::begin);
    CompletableFuture<Approval> result = run.result;
    result.whenComplete((approval, failure) -> run.queue.execute(run::cleanUp));
    return result;
  }

  private void begin() {
    if (!result.isDone()) {
      deadline = queue.schedule(options.confirmWithin(), this::timeOut);
      follower.start();
    }
  }

  private void cleanUp() {
    ended = true;
    follower.close();
    deadline.cancel();
    pause.cancel();
    grace.cancel();
  }

  @Override
  public void seen(Rollout seen) {
    rollout = seen;
    RolloutView view = RolloutView.of(seen);
    if (ended) {
      return;
    }
    if (loop == null) {
      first(view);
    } else {
      follow(loop.seen(view));
    }
  }

  // ---- before the first write: may this step be approved?

  private void first(RolloutView view) {
    StepReadiness readiness = judge(view);
    if (mayBeApproved(readiness.reason())) {
      follow(ApproveLoop.begin(view));
    } else if (options.stepIndex().isEmpty()) {
      refuse(readiness);
    } else if (workload != null || !options.release().needsWorkload()) {
      notPaused(view, readiness);
    } else if (!workloadAsked) {
      // only here: what stands there may belong to another release than the workload's
      workloadAsked = true;
      api.workload(
              ref.namespace(), requireNonNull(requireNonNull(rollout).getSpec().getWorkloadRef()))
          .whenCompleteAsync(this::workloadAnswered, queue);
    }
  }

  private static boolean mayBeApproved(Reason reason) {
    return switch (reason) {
      case MANUAL_PAUSE, TIMED_PAUSE, PASSES_BY_ITSELF, STEP_READY -> true;
      default -> false;
    };
  }

  private void workloadAnswered(
      @Nullable GenericKubernetesResource found, @Nullable Throwable failure) {
    if (ended) {
      return;
    }
    if (found != null) {
      workload = WorkloadFacts.of(found);
      grace = queue.schedule(GRACE, this::graceOver);
      first(latestView());
      return;
    }
    Throwable cause = ApiFailures.unwrap(requireNonNull(failure));
    if (ApiFailures.isNotFound(cause)) {
      refuse(judge(latestView()));
    } else if (ApiFailures.isTransient(cause)) {
      trouble = cause;
      workloadAsked = false;
      follower.look(() -> first(latestView()));
    } else {
      end(cause);
    }
  }

  private void notPaused(RolloutView view, StepReadiness readiness) {
    if (readiness.verdict() == Verdict.PASSED || readiness.verdict() == Verdict.COMPLETED) {
      result.complete(new Approval(stepIndex(view), 0, view));
    } else if (readiness.reason() != Reason.OTHER_RELEASE || graceOver || workload == null) {
      refuse(readiness);
    }
  }

  private void graceOver() {
    graceOver = true;
    if (!ended && loop == null) {
      first(latestView());
    }
  }

  private void refuse(StepReadiness readiness) {
    String wanted =
        options.stepIndex().isPresent()
            ? "step " + options.stepIndex().getAsInt()
            : "the current step";
    end(new NotAwaitingApprovalException(ref, wanted, readiness));
  }

  // ---- from the first write on

  private void follow(ApproveLoop.Decision decision) {
    ApproveLoop next = decision.next();
    loop = next;
    ApproveLoop.Action action = decision.action();
    if (action instanceof ApproveLoop.Write write) {
      pause = queue.schedule(write.pause(), this::writeIfStillPaused);
    } else if (action instanceof ApproveLoop.Look) {
      follower.look(() -> followUnlessEnded(requireNonNull(loop).looked()));
    } else if (action instanceof ApproveLoop.Confirm confirm) {
      finish(new Approval(next.target().stepIndex(), next.writes(), confirm.view()), null);
    } else if (action instanceof ApproveLoop.GiveUp giveUp) {
      giveUp(giveUp.why());
    }
  }

  private void followUnlessEnded(ApproveLoop.Decision decision) {
    if (!ended) {
      follow(decision);
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
    answer.whenCompleteAsync(this::written, queue);
  }

  private void written(@Nullable Rollout answer, @Nullable Throwable failure) {
    if (ended) {
      return;
    }
    ApproveLoop now = requireNonNull(loop);
    if (answer != null) {
      trouble = null;
      follow(now.applied(String.valueOf(answer.getMetadata().getResourceVersion())));
      return;
    }
    Throwable cause = ApiFailures.unwrap(requireNonNull(failure));
    if (ApiFailures.isGuardRefusal(cause) || ApiFailures.isTransient(cause)) {
      trouble = ApiFailures.isTransient(cause) ? cause : null;
      follow(now.unknown());
    } else {
      end(ApiFailures.isNotFound(cause) ? new RolloutNotFoundException(ref) : cause);
    }
  }

  private void giveUp(String why) {
    ApproveLoop now = requireNonNull(loop);
    StepReadiness readiness = judge(now.latest());
    finish(
        null,
        now.writes() == 0
            ? new NotAwaitingApprovalException(ref, "step " + now.target().stepIndex(), readiness)
            : new ApprovalNotConfirmedException(
                ref, now.target().stepIndex(), now.writes(), readiness, why, trouble));
  }

  private void timeOut() {
    if (ended) {
      return;
    }
    String bound = "within " + options.confirmWithin().toMillis() / 1000.0 + " s";
    if (loop != null) {
      giveUp("it was not seen to be left " + bound);
    } else {
      StepReadiness readiness = rollout == null ? unread() : judge(latestView());
      refuse(readiness);
    }
  }

  private StepReadiness unread() {
    String why = trouble == null ? "" : ": " + trouble.getMessage();
    return new StepReadiness(
        Reason.SPEC_NOT_OBSERVED, "the Rollout could not be read" + why, Optional.empty());
  }

  // ---- the end

  /** A plan that was changed is put back first, however the approval ended. */
  private void finish(@Nullable Approval approval, @Nullable Throwable failure) {
    ended = true;
    ApproveLoop now = requireNonNull(loop);
    if (options.method() == ApproveMethod.STATUS || now.writes() == 0) {
      complete(approval, failure);
      return;
    }
    int step = now.target().stepIndex();
    PauseReset.start(api, clock, ref, step, now.target().plannedPause())
        .whenCompleteAsync((reset, refused) -> resetAnswered(approval, failure, refused), queue);
  }

  private void resetAnswered(
      @Nullable Approval approval, @Nullable Throwable failure, @Nullable Throwable refused) {
    if (refused == null || ApiFailures.unwrap(refused) instanceof RolloutNotFoundException) {
      complete(approval, failure);
      return;
    }
    Throwable cause = ApiFailures.unwrap(refused);
    if (approval != null) {
      complete(
          null,
          new PauseNotResetException(ref, approval, String.valueOf(cause.getMessage()), cause));
    } else {
      requireNonNull(failure).addSuppressed(cause);
      complete(null, failure);
    }
  }

  private void complete(@Nullable Approval approval, @Nullable Throwable failure) {
    if (approval != null) {
      result.complete(approval);
    } else {
      result.completeExceptionally(requireNonNull(failure));
    }
  }

  private void end(Throwable failure) {
    ended = true;
    result.completeExceptionally(failure);
  }

  @Override
  public void gone() {
    if (!ended && loop != null && loop.writes() > 0) {
      giveUp("the Rollout was deleted");
    } else if (!ended) {
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

  private StepReadiness judge(RolloutView view) {
    return StepReadiness.judge(
        view, workload, StepExpectation.passed(stepIndex(view)).of(options.release()));
  }

  private int stepIndex(RolloutView view) {
    return options.stepIndex().orElse(Math.max(1, view.position().stepIndex()));
  }

  private RolloutView latestView() {
    return RolloutView.of(requireNonNull(rollout));
  }
}

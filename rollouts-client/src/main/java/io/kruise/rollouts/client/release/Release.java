// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.ApprovalNotConfirmedException;
import io.kruise.rollouts.client.ApproveOptions;
import io.kruise.rollouts.client.NotAwaitingApprovalException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.VerbNotConfirmedException;
import io.kruise.rollouts.client.VerbRefusedException;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import java.util.concurrent.CompletableFuture;

/**
 * One release. All verbs and waits mean this one, and are refused or end where the Rollout shows
 * another; all of them go by what is read fresh, so several processes may hold the same release,
 * and one that was started anew picks it up by its id alone. Immutable, thread-safe.
 *
 * <p>Blocking calls throw {@code WaitInterruptedException} when their thread is interrupted. What
 * the futures of the others complete on must not be blocked; see {@code RolloutOps}.
 */
public interface Release {

  /**
   * The Rollout.
   *
   * @return its address
   */
  RolloutRef rollout();

  /**
   * The release's id.
   *
   * @return the value of the workload's label {@code rollouts.kruise.io/rollout-id}
   */
  String rolloutId();

  /**
   * What tells this release from others, for the verbs of {@code RolloutOps}.
   *
   * @return the match
   */
  ReleaseMatch match();

  /**
   * Where a step stands, and why.
   *
   * @param stepIndex the step, 1-based
   * @return the judgement
   */
  StepReadiness readiness(int stepIndex);

  /**
   * Waits, and tells how it ended. Nothing that happens to a release is an exception here.
   *
   * @param goal what is waited for; its release is replaced by this one
   * @param options the bound, and who hears of the progress
   * @return how it ended
   */
  ReleaseOutcome await(StepExpectation goal, WaitOptions options);

  /**
   * {@link #await} without a thread. Cancelling the future stops all that it started.
   *
   * @param goal what is waited for; its release is replaced by this one
   * @param options the bound, and who hears of the progress
   * @return how it ended
   */
  CompletableFuture<ReleaseOutcome> awaitAsync(StepExpectation goal, WaitOptions options);

  /**
   * Approves a step, confirmed. Repeating it changes nothing.
   *
   * @param stepIndex the step, 1-based
   * @return the confirmed approval
   * @throws NotAwaitingApprovalException when the step does not wait for it; nothing was written
   * @throws ApprovalNotConfirmedException when it was or may have been written, and the step not
   *     seen to be left
   */
  Approval approve(int stepIndex);

  /**
   * Approves as the options say.
   *
   * @param options which step, by which method, in whose name; their release is replaced by this
   *     one
   * @return the confirmed approval
   * @throws NotAwaitingApprovalException when the step does not wait for it; nothing was written
   * @throws ApprovalNotConfirmedException when it was or may have been written, and the step not
   *     seen to be left
   */
  Approval approve(ApproveOptions options);

  /**
   * {@link #approve(ApproveOptions)} without a thread.
   *
   * @param options which step, by which method, in whose name; their release is replaced by this
   *     one
   * @return the confirmed approval, or one of the exceptions of {@link #approve(ApproveOptions)}
   */
  CompletableFuture<Approval> approveAsync(ApproveOptions options);

  /**
   * Approves a step, and waits for the next one to be upgraded, or after the last one for the end.
   *
   * @param stepIndex the step, 1-based
   * @param options the bound on the wait, and who hears of the progress
   * @return how the wait ended
   * @throws NotAwaitingApprovalException when the step does not wait for it; nothing was written
   * @throws ApprovalNotConfirmedException when it was or may have been written, and the step not
   *     seen to be left
   */
  ReleaseOutcome approveAndWait(int stepIndex, WaitOptions options);

  /**
   * {@link #approveAndWait} without a thread.
   *
   * @param stepIndex the step, 1-based
   * @param options the bound on the wait, and who hears of the progress
   * @return how the wait ended, or one of the exceptions of {@link #approveAndWait}
   */
  CompletableFuture<ReleaseOutcome> approveAndWaitAsync(int stepIndex, WaitOptions options);

  /**
   * Approves each step that is left, once it is upgraded, up to the end. A step with a timed pause
   * goes on by itself.
   *
   * @param options the bound on all of it, and who hears of the progress
   * @return how it ended
   * @throws ApprovalNotConfirmedException when an approval was not confirmed
   */
  ReleaseOutcome approveAll(WaitOptions options);

  /**
   * {@link #approveAll} without a thread.
   *
   * @param options the bound on all of it, and who hears of the progress
   * @return how it ended, or one of the exceptions of {@link #approveAll}
   */
  CompletableFuture<ReleaseOutcome> approveAllAsync(WaitOptions options);

  /**
   * Walks the steps to the end, and asks a gate about each that awaits an approval. What others do
   * meanwhile counts: a step that somebody else approves is not asked about again, and a release
   * that somebody takes back or replaces ends the walk.
   *
   * @param gate approves, rejects, or wants to be asked again
   * @param options the bound on all of it, and who hears of the progress
   * @return how it ended; {@link ReleaseOutcome.RolledBack} when the gate rejected it, and {@link
   *     ReleaseOutcome.TimedOut} when it did not decide in time
   * @throws ApprovalNotConfirmedException when an approval was not confirmed
   * @throws VerbNotConfirmedException when a rejected release was not seen to be back in time
   */
  ReleaseOutcome walk(Gate gate, WaitOptions options);

  /**
   * {@link #walk} without a thread.
   *
   * @param gate approves, rejects, or wants to be asked again
   * @param options the bound on all of it, and who hears of the progress
   * @return how it ended, one of the exceptions of {@link #walk}, or what the gate failed with
   */
  CompletableFuture<ReleaseOutcome> walkAsync(Gate gate, WaitOptions options);

  /**
   * Holds the whole Rollout ({@code spec.strategy.paused}), and returns when the controller was
   * seen to hold. The pods of the step that is being upgraded go on (measured).
   *
   * @return the Rollout as it was then
   * @throws VerbRefusedException when there is nothing to hold
   * @throws VerbNotConfirmedException when it was not seen to hold within 30 s
   */
  RolloutView pause();

  /**
   * Lets a held Rollout go on, and returns when the controller was seen to.
   *
   * @return the Rollout as it was then
   * @throws VerbRefusedException when there is nothing to resume
   * @throws VerbNotConfirmedException when it was not seen to go on within 30 s
   */
  RolloutView resume();

  /**
   * Goes to another step at once, forward or back, and returns when the controller was seen there.
   * The steps between are not walked. The API server would take any number and keep it (measured);
   * so the bounds are checked here.
   *
   * @param stepIndex the step, 1-based; not the natural next one, which an approval leads to
   * @return the Rollout as it was then
   * @throws VerbRefusedException when the plan has no such step, or the release does not walk
   * @throws VerbNotConfirmedException when it was not seen there within 30 s
   */
  RolloutView jump(int stepIndex);

  /**
   * Goes back to the revision before this release, from wherever it stands, and returns when all
   * pods of the workload run that one again and are ready. Where the plan has an extra workload,
   * its pods are removed by the garbage collector, and may be there a moment longer (seen on
   * v0.6.2).
   *
   * @param options the bound
   * @return how it got there
   * @throws VerbRefusedException when the revision before is not kept any more, or another release
   *     took this one's place
   * @throws VerbNotConfirmedException when it was not seen to be back within the bound; the same
   *     call goes on from there
   */
  Rollback rollback(WaitOptions options);

  /**
   * {@link #rollback} without a thread.
   *
   * @param options the bound
   * @return how it got there, or one of the exceptions of {@link #rollback}
   */
  CompletableFuture<Rollback> rollbackAsync(WaitOptions options);

  /**
   * {@link #rollback} in somebody's name. Who and why is kept first, as the annotation {@code
   * kruise-rollouts-java/rejected} of the Rollout and as an Event; it needs {@code patch} on {@code
   * rollouts} and {@code create} on {@code events}, and without them the release is taken back all
   * the same, and {@link Rollback#unrecorded} says what is missing.
   *
   * @param actor who rejects it
   * @param reason why; "" for no reason
   * @param options the bound
   * @return how it got back
   * @throws IllegalArgumentException when the actor is blank
   * @throws VerbRefusedException when the revision before is not kept any more, or another release
   *     took this one's place
   * @throws VerbNotConfirmedException when it was not seen to be back within the bound; the same
   *     call goes on from there
   */
  Rollback reject(String actor, String reason, WaitOptions options);

  /**
   * {@link #reject} without a thread.
   *
   * @param actor who rejects it
   * @param reason why; "" for no reason
   * @param options the bound
   * @return how it got back, or one of the exceptions of {@link #reject}
   */
  CompletableFuture<Rollback> rejectAsync(String actor, String reason, WaitOptions options);
}

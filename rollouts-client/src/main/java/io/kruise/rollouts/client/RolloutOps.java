// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import io.fabric8.kubernetes.client.dsl.Resource;
import io.kruise.rollouts.client.explain.Description;
import io.kruise.rollouts.client.explain.Explanation;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.Transition;
import io.kruise.rollouts.client.release.DryRun;
import io.kruise.rollouts.client.release.MidRelease;
import io.kruise.rollouts.client.release.Preflight;
import io.kruise.rollouts.client.release.Release;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.WorkloadRevision;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The verbs on one Rollout. Every call reads fresh state; nothing is cached between calls.
 * Immutable, thread-safe.
 *
 * <p>Blocking calls throw {@link WaitInterruptedException} when their thread is interrupted. The
 * futures of the others complete on the clock's threads, which all waits share: what is chained to
 * them without an executor must not block. A blocking verb of this library called there is refused
 * with an {@code IllegalStateException}, since it would wait for its own thread; chain the form
 * that returns a future, or give an executor ({@code thenApplyAsync}).
 *
 * <p>Where the API server refuses a call, fabric8's {@code KubernetesClientException} is thrown as
 * it is (401, 403, 422); all that this library finds out itself is a {@link RolloutException}.
 */
public interface RolloutOps {

  /**
   * The Rollout's address.
   *
   * @return namespace and name
   */
  RolloutRef ref();

  /**
   * The plain fabric8 handle, for what this interface doesn't have.
   *
   * @return the handle
   */
  Resource<Rollout> resource();

  /**
   * Reads the Rollout.
   *
   * @return a view of it; empty when it does not exist
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   */
  Optional<RolloutView> find();

  /**
   * Reads the Rollout.
   *
   * @return a view of it
   * @throws RolloutNotFoundException when it does not exist
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   */
  RolloutView get();

  /**
   * The guide's check, to the letter: the sub-status' {@code currentStepIndex} is this step and its
   * {@code currentStepState} is {@code StepReady}, {@code Completed} or the guide's {@code
   * Complete}; in either sub-status. Nothing else is looked at.
   *
   * <p>So it is <b>false while the step is paused</b> and waits for an approval, and for all but an
   * instant after: {@code StepReady} lives for one pass of the controller. And it is <b>true on the
   * status of an old release</b> that ended at this step. {@link #readiness} answers what is
   * usually meant.
   *
   * @param stepIndex the step, 1-based
   * @return whether it is so; false when there is no such Rollout
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   */
  boolean isCurrentStepReady(int stepIndex);

  /**
   * The guide's check with rollout-id matching: as {@link #isCurrentStepReady}, and the status
   * belongs to the release that the workload holds. By the label {@code
   * rollouts.kruise.io/rollout-id} where the workload has one; without it the controller stores the
   * revision, or "rollback-" and the revision (v0.5: nothing), and the workload's generation
   * decides. False for the status of the release before, also before the controller has noticed the
   * new one.
   *
   * <p>It needs the right to read the workload.
   *
   * @param stepIndex the step, 1-based
   * @return whether it is so; false when there is no such Rollout or workload
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   */
  boolean isCurrentStepReadyForWorkload(int stepIndex);

  /**
   * Where a step of a release stands, and why. One look at the workload and one at the Rollout.
   *
   * @param expectation the step and the release that are meant; the goal doesn't matter here
   * @return the judgement
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   */
  StepReadiness readiness(StepExpectation expectation);

  /**
   * Approves the step that awaits approval now, by {@link ApproveOptions#currentStep}, within 30
   * seconds. Automation names the step: {@link #approve(ApproveOptions)}, which also lists what is
   * thrown.
   *
   * @return the confirmed approval
   * @throws NotAwaitingApprovalException when no step waits for it; nothing was written
   */
  Approval approve();

  /**
   * Approves a step, and returns when the controller was seen to leave it; a timed pause ends
   * before its time. The API server's 200 proves nothing: the controller writes its whole status
   * over what was there, and takes 1 to 4 of 10 approvals that come right at StepPaused with it
   * (measured on v0.6.2, on a quiet machine). So the write is guarded (it applies only to this step
   * of this release, in this pause), confirmed by watch, and repeated when it was overwritten. A
   * lost answer is looked at, never repeated blindly, and never reported as failed. No second step
   * is ever approved.
   *
   * <p>One PATCH in the usual case; by the method {@link ApproveMethod#SPEC} one more, which puts
   * the plan back, for which up to 15 seconds come on top of the bound.
   *
   * @param options which step, of which release, by which method
   * @return the confirmed approval; it holds 0 writes when the release had passed the step already
   * @throws NotAwaitingApprovalException when the step does not wait for it; nothing was written
   * @throws ApprovalNotConfirmedException when it was or may have been written, and the step not
   *     seen to be left
   * @throws StepTimeoutException when the Rollout could not even be read in time; nothing was
   *     written
   * @throws PauseNotResetException when the step was left, and {@code pause.duration: 0} could not
   *     be taken back
   * @throws RolloutNotFoundException when the Rollout does not exist
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   * @throws WaitInterruptedException when the thread was interrupted; the outcome is unknown
   */
  Approval approve(ApproveOptions options);

  /**
   * {@link #approve(ApproveOptions)} without a thread. Cancelling the future stops all that it
   * started; a write that was sent may still take effect, and a plan that was changed is put back
   * in the background.
   *
   * @param options which step, of which release, by which method
   * @return the confirmed approval, or one of the exceptions of {@link #approve(ApproveOptions)}
   */
  CompletableFuture<Approval> approveAsync(ApproveOptions options);

  /**
   * Takes back a {@code pause.duration: 0} that was left in the plan, by a process that died
   * between the approval and the reset of {@link ApproveMethod#SPEC}: the step has no duration
   * then, and waits for an approval again. It takes 15 seconds at most.
   *
   * @param stepIndex the step, 1-based
   * @return whether there was one; false when the step has no duration of 0
   * @throws RolloutNotFoundException when the Rollout does not exist
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   */
  boolean resetPause(int stepIndex);

  /**
   * Waits until the step is reached or passed, of the release that the workload holds now, for ten
   * minutes at most.
   *
   * @param stepIndex the step, 1-based
   * @return the Rollout as it was then
   * @throws StepUnreachableException at once when it can't be reached any more
   * @throws StepTimeoutException when the ten minutes are over
   * @see #waitFor(StepExpectation, WaitOptions)
   */
  RolloutView waitForStep(int stepIndex);

  /**
   * Waits by a watch, with a plain read every few seconds underneath.
   *
   * @param expectation the goal, the step and the release
   * @param options the bound, and who hears of the progress
   * @return the Rollout as it was when the goal was met
   * @throws StepUnreachableException at once when the goal can't be reached any more: rolled back,
   *     superseded, deleted, …
   * @throws StepTimeoutException when the bound is over; it says what was wanted, what was last
   *     seen, and why
   * @throws RolloutNotFoundException when the Rollout does not exist
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   * @throws WaitInterruptedException when the thread was interrupted; the wait was cancelled
   */
  RolloutView waitFor(StepExpectation expectation, WaitOptions options);

  /**
   * {@link #waitFor} without a thread. Cancelling the future stops all that it started.
   *
   * @param expectation the goal, the step and the release
   * @param options the bound, and who hears of the progress
   * @return the Rollout as it was when the goal was met, or one of the exceptions of {@link
   *     #waitFor}
   */
  CompletableFuture<RolloutView> waitForAsync(StepExpectation expectation, WaitOptions options);

  /**
   * Starts a release: one write changes the pod template and sets the label {@code
   * rollouts.kruise.io/rollout-id}, so that the controller can't see one without the other. Safe to
   * repeat, and to call from several processes: where the workload carries the id and the template
   * already, nothing is written, and the same release is returned.
   *
   * <p>It needs {@code get} and {@code patch} on the workload.
   *
   * @param request what is to be released, under which id
   * @return the release; {@link Release#await} tells when the webhook didn't take it
   * @throws ReleaseRefusedException when the change would escape the Rollout; nothing was written
   * @throws VerbNotConfirmedException when it is not known to be started within the request's bound
   * @throws IllegalArgumentException when the change does not fit the template
   * @throws RolloutNotFoundException when the Rollout does not exist
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   */
  Release release(ReleaseRequest request);

  /**
   * {@link #release(ReleaseRequest)} without a thread.
   *
   * @param request what is to be released, under which id
   * @return the release, or one of the exceptions of {@link #release(ReleaseRequest)}
   */
  CompletableFuture<Release> releaseAsync(ReleaseRequest request);

  /**
   * Whether a change would become a release that this Rollout controls, as things stand. Nothing is
   * written.
   *
   * @param request what would be released
   * @return what stands in the way
   * @throws IllegalArgumentException when the change does not fit the template
   * @throws RolloutNotFoundException when the Rollout does not exist
   */
  Preflight preflight(ReleaseRequest request);

  /**
   * {@link #preflight} and, where nothing stands in the way, the write itself as a dry run: the API
   * server judges it and asks the webhooks, and keeps nothing. So it tells what no rule of ours can
   * know, and what exactly would change; beforehand, for an undo to an earlier revision too.
   *
   * @param request what would be released
   * @return what would come of it
   * @throws IllegalArgumentException when the change does not fit the template
   * @throws RolloutNotFoundException when the Rollout does not exist
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server would refuse
   *     the write, with its reason
   */
  DryRun dryRun(ReleaseRequest request);

  /**
   * Picks a release up again, after a crash or in another process. Nothing is read: each of its
   * verbs looks.
   *
   * @param rolloutId its id
   * @return the release
   * @throws IllegalArgumentException when it is blank
   */
  Release pickUp(String rolloutId);

  /**
   * The release that the workload holds, be it under way or over.
   *
   * @return it; empty when the workload carries no rollout-id, or does not exist
   * @throws RolloutNotFoundException when the Rollout does not exist
   */
  Optional<Release> currentRelease();

  /**
   * The revisions of the workload that its controller keeps. {@link
   * io.kruise.rollouts.client.release.TemplateChange#to} releases one of them again.
   *
   * @return the newest first
   * @throws RolloutNotFoundException when the Rollout does not exist
   */
  List<WorkloadRevision> revisions();

  /**
   * Disables the Rollout ({@code spec.disabled}), and returns when the controller has let go of the
   * workload. While a release initialises the Deployment would stay paused for ever (measured,
   * v0.6.2): its beginning is waited for, and the Deployment resumed where that came too late.
   *
   * @param midRelease what to do in the middle of a release, which the controller would promote to
   *     all pods
   * @return the Rollout as it was then
   * @throws VerbRefusedException in the middle of a release, unless it is to be promoted
   * @throws VerbNotConfirmedException when it was not seen to be done within 30 s
   * @throws RolloutNotFoundException when the Rollout does not exist
   */
  RolloutView disable(MidRelease midRelease);

  /**
   * Enables the Rollout again, and returns when the controller has taken the workload up.
   *
   * @return the Rollout as it was then
   * @throws VerbRefusedException when it is being deleted
   * @throws VerbNotConfirmedException when it was not seen to be done within 30 s
   * @throws RolloutNotFoundException when the Rollout does not exist
   */
  RolloutView enable();

  /**
   * Deletes the Rollout, and returns when it is gone. The workload stays.
   *
   * @param midRelease what to do in the middle of a release, which the controller would promote to
   *     all pods
   * @return the Rollout as it was last seen
   * @throws VerbRefusedException in the middle of a release, unless it is to be promoted
   * @throws VerbNotConfirmedException when it was not seen to be gone within 30 s
   * @throws RolloutNotFoundException when the Rollout does not exist
   */
  RolloutView delete(MidRelease midRelease);

  /**
   * All that belongs to the Rollout, as far as it may be read: pods by step and revision,
   * conditions, Events, traffic. About ten requests; an answer may be as old as the API server's
   * cache, and the Rollout itself is read last. What could not be read is in it as well.
   *
   * @return the description
   * @throws RolloutNotFoundException when the Rollout does not exist
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   */
  Description describe();

  /**
   * {@link #describe} without a thread.
   *
   * @return the description, or one of the exceptions of {@link #describe}
   */
  CompletableFuture<Description> describeAsync();

  /**
   * Why the Rollout stands where it stands, and what to do. It needs more rights than the other
   * verbs, and makes do with less: {@link Explanation#unseen} lists what could not be read, with
   * the permission that is missing.
   *
   * @return the explanation
   * @throws RolloutNotFoundException when the Rollout does not exist
   * @throws RolloutsNotInstalledException when the API server does not know Rollouts
   */
  Explanation explain();

  /**
   * {@link #explain} without a thread.
   *
   * @return the explanation, or one of the exceptions of {@link #explain}
   */
  CompletableFuture<Explanation> explainAsync();

  /**
   * Tells what happens to the Rollout from now on, as it happens: its first reading, and each
   * transition. It costs no thread.
   *
   * @param listener hears each transition, on the clock's threads, one after the other; it must not
   *     block, and what it throws is logged and otherwise left alone
   * @return the open stream, to be closed
   */
  Following follow(Consumer<? super Transition> listener);
}

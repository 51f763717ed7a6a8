// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static java.util.Objects.requireNonNull;

import io.kruise.rollouts.client.readiness.ReleaseMatch;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Which step to approve, and how. Immutable; each {@code with…} and {@code of…} returns a copy. */
public final class ApproveOptions {
  private static final Duration DEFAULT_CONFIRM = Duration.ofSeconds(30);

  private final OptionalInt stepIndex;
  private final ReleaseMatch release;
  private final ApproveMethod method;
  private final Duration confirmWithin;
  private final Optional<Signature> signature;

  private ApproveOptions(
      OptionalInt stepIndex,
      ReleaseMatch release,
      ApproveMethod method,
      Duration confirmWithin,
      Optional<Signature> signature) {
    this.stepIndex = stepIndex;
    this.release = release;
    this.method = method;
    this.confirmWithin = confirmWithin;
    this.signature = signature;
  }

  /**
   * The step that awaits approval when the verb begins, whichever it is. For people: a second call
   * approves the next step. Automation names the step.
   *
   * @return the options
   */
  public static ApproveOptions currentStep() {
    return new ApproveOptions(
        OptionalInt.empty(),
        ReleaseMatch.heldByWorkload(),
        ApproveMethod.STATUS,
        DEFAULT_CONFIRM,
        Optional.empty());
  }

  /**
   * A named step. Approving it again when the release has passed it changes nothing.
   *
   * @param stepIndex the step, 1-based
   * @return the options
   * @throws IllegalArgumentException when the index is below 1
   */
  public static ApproveOptions step(int stepIndex) {
    if (stepIndex < 1) {
      throw new IllegalArgumentException("steps count from 1, got " + stepIndex);
    }
    return new ApproveOptions(
        OptionalInt.of(stepIndex),
        ReleaseMatch.heldByWorkload(),
        ApproveMethod.STATUS,
        DEFAULT_CONFIRM,
        Optional.empty());
  }

  /**
   * Only of the release with this rollout-id.
   *
   * @param rolloutId the value of the workload's label {@code rollouts.kruise.io/rollout-id}
   * @return a copy
   * @throws IllegalArgumentException when it is blank
   */
  public ApproveOptions ofRelease(String rolloutId) {
    return of(ReleaseMatch.rolloutId(rolloutId));
  }

  /**
   * Only of this release. The default is {@link ReleaseMatch#heldByWorkload}, for which the
   * workload is read before the first write; {@link ReleaseMatch#whateverTheStatusShows} approves
   * without that.
   *
   * @param release which one
   * @return a copy
   */
  public ApproveOptions of(ReleaseMatch release) {
    return new ApproveOptions(
        stepIndex, requireNonNull(release, "release"), method, confirmWithin, signature);
  }

  /**
   * By the other way. The default is {@link ApproveMethod#STATUS}.
   *
   * @param method the way
   * @return a copy
   */
  public ApproveOptions by(ApproveMethod method) {
    return new ApproveOptions(
        stepIndex, release, requireNonNull(method, "method"), confirmWithin, signature);
  }

  /**
   * With another bound on the whole verb, reading and confirming included; by {@link
   * ApproveMethod#SPEC} putting the plan back comes after it. The default is 30 seconds.
   *
   * @param timeout how long it may take at most
   * @return a copy
   * @throws IllegalArgumentException when it is not positive
   */
  public ApproveOptions withConfirmWithin(Duration timeout) {
    return new ApproveOptions(
        stepIndex,
        release,
        method,
        WaitOptions.positive(timeout, "an approval's bound"),
        signature);
  }

  /**
   * In somebody's name, which is kept once the approval is confirmed: as the annotation {@code
   * kruise-rollouts-java/step-N} of the Rollout, and as an Event. It needs {@code patch} on {@code
   * rollouts} and {@code create} on {@code events}; without them the approval holds all the same,
   * and {@link Approval#unrecorded} says what is missing.
   *
   * @param actor who approves
   * @param reason why; "" for no reason
   * @return a copy
   * @throws IllegalArgumentException when the actor is blank
   */
  public ApproveOptions signedBy(String actor, String reason) {
    return new ApproveOptions(
        stepIndex, release, method, confirmWithin, Optional.of(new Signature(actor, reason)));
  }

  /**
   * In whose name.
   *
   * @return the signature; empty when none was given
   */
  public Optional<Signature> signature() {
    return signature;
  }

  /**
   * The named step.
   *
   * @return its 1-based index; empty for the current one
   */
  public OptionalInt stepIndex() {
    return stepIndex;
  }

  /**
   * Which release is meant.
   *
   * @return the match
   */
  public ReleaseMatch release() {
    return release;
  }

  /**
   * By which way.
   *
   * @return the method
   */
  public ApproveMethod method() {
    return method;
  }

  /**
   * The bound on the whole verb.
   *
   * @return how long it may take at most
   */
  public Duration confirmWithin() {
    return confirmWithin;
  }
}

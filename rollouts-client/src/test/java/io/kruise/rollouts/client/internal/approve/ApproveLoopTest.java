// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.approve;

import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.kruise.rollouts.client.support.RolloutFixture;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@DisplayName("what to do next about an approval")
class ApproveLoopTest {

  /** Events, and the action that each is answered with. Versions are those of the readings. */
  private static final class Story {
    private @Nullable ApproveLoop loop;
    private ApproveLoop.@Nullable Action action;

    Story begin(int version, RolloutFixture state) {
      return decide(ApproveLoop.begin(state.version("" + version).view()));
    }

    Story seen(int version, RolloutFixture state) {
      return decide(loop().seen(state.version("" + version).view()));
    }

    Story applied(int version) {
      return decide(loop().applied("" + version));
    }

    Story unknown() {
      return decide(loop().unknown());
    }

    Story refused() {
      return decide(loop().refused());
    }

    Story refuses() {
      assertThat(action).isEqualTo(new ApproveLoop.Refuse());
      return this;
    }

    Story looked() {
      return decide(loop().looked());
    }

    Story withdrawn() {
      return decide(loop().withdrawn());
    }

    /** The write that was asked for is sent. */
    Story sends() {
      assertThat(action).isInstanceOf(ApproveLoop.Write.class);
      assertThat(loop().stillPaused()).isTrue();
      loop = loop().sending();
      action = null;
      return this;
    }

    Story writes(Duration pause) {
      assertThat(action).isEqualTo(new ApproveLoop.Write(pause));
      return this;
    }

    Story awaits() {
      assertThat(action).isEqualTo(new ApproveLoop.Await());
      return this;
    }

    Story looks() {
      assertThat(action).isEqualTo(new ApproveLoop.Look());
      return this;
    }

    Story confirms(int writes) {
      assertThat(action).isInstanceOf(ApproveLoop.Confirm.class);
      assertThat(loop().writes()).isEqualTo(writes);
      return this;
    }

    Story givesUp(int writes, String why) {
      assertThat(action)
          .isInstanceOfSatisfying(
              ApproveLoop.GiveUp.class, giveUp -> assertThat(giveUp.why()).contains(why));
      assertThat(loop().writes()).isEqualTo(writes);
      return this;
    }

    ApproveLoop loop() {
      return requireNonNull(loop);
    }

    private Story decide(ApproveLoop.Decision decision) {
      loop = decision.next();
      action = decision.action();
      return this;
    }
  }

  private static Story story() {
    return new Story();
  }

  private static RolloutFixture paused() {
    return demo().paused(1);
  }

  private static RolloutFixture ready() {
    return demo().rolling(1, "StepReady");
  }

  private static RolloutFixture left() {
    return demo().rolling(2, "BeforeStepUpgrade");
  }

  @Test
  @DisplayName("the usual case: one write, confirmed by the next step")
  void usualCase() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .applied(101)
        .awaits()
        .seen(101, ready())
        .awaits()
        .seen(102, left())
        .confirms(1);
  }

  @Test
  @DisplayName("the step is left before the write's answer comes")
  void leftBeforeTheAnswer() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .seen(101, ready())
        .awaits()
        .seen(102, left())
        .confirms(1);
  }

  @Test
  @DisplayName("approved by somebody else: no write, confirmed all the same")
  void approvedAlready() {
    story().begin(100, ready()).awaits().seen(101, left()).confirms(0);
  }

  @Test
  @DisplayName("a step that goes on at once is left alone")
  void goesOnAtOnce() {
    story().begin(100, demo().pause(1, 0).paused(1)).awaits().seen(101, left()).confirms(0);
  }

  @Test
  @DisplayName("a timed pause is approved like any other")
  void timedPause() {
    story().begin(100, demo().pause(1, 600).paused(1)).writes(ZERO);
  }

  @Test
  @DisplayName("overwritten: written again, at once")
  void overwritten() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .applied(101)
        .awaits()
        .seen(101, ready())
        .awaits()
        .seen(102, paused().message("manually confirm"))
        .writes(ZERO)
        .sends()
        .applied(103)
        .awaits()
        .seen(104, left())
        .confirms(2);
  }

  @Test
  @DisplayName("overwritten before the write's answer comes: written again when it comes")
  void overwrittenBeforeTheAnswer() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .seen(101, ready())
        .awaits()
        .seen(102, paused())
        .awaits()
        .applied(101)
        .writes(ZERO);
  }

  @Test
  @DisplayName("overwritten, and acted on all the same: the write that was put off is withdrawn")
  void overwrittenYetActedOn() {
    Story story =
        story()
            .begin(100, paused())
            .writes(ZERO)
            .sends()
            .applied(101)
            .seen(102, paused())
            .writes(ZERO)
            .seen(103, left())
            .confirms(1);

    assertThat(story.loop().stillPaused()).isFalse();
    story.withdrawn().confirms(1);
  }

  @Test
  @DisplayName("overwritten, and approved by somebody else before the second write is sent")
  void overwrittenThenApproved() {
    Story story =
        story()
            .begin(100, paused())
            .writes(ZERO)
            .sends()
            .applied(101)
            .seen(102, paused())
            .writes(ZERO)
            .seen(103, ready())
            .awaits();

    assertThat(story.loop().stillPaused()).isFalse();
    story.withdrawn().awaits().seen(104, paused()).writes(ZERO);
  }

  @Test
  @DisplayName("a reading from before the write does not count as overwritten")
  void olderReading() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .seen(103, paused().message("written just before ours"))
        .awaits()
        .applied(104)
        .awaits()
        .seen(105, paused())
        .writes(ZERO);
  }

  @Test
  @DisplayName("versions are compared as numbers, not as texts")
  void versionsAreNumbers() {
    story()
        .begin(98, paused())
        .writes(ZERO)
        .sends()
        .seen(99, paused())
        .applied(100)
        .awaits()
        .seen(1000, paused())
        .writes(ZERO);
  }

  @Test
  @DisplayName("while a write is under way no other is sent")
  void oneWriteAtATime() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .seen(101, paused())
        .awaits()
        .seen(102, paused().message("again"))
        .awaits();
  }

  @Test
  @DisplayName(
      "refused by the guard, since somebody else approved it: looked at, not written again")
  void refusedThenPending() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .unknown()
        .looks()
        .seen(101, ready())
        .awaits()
        .looked()
        .awaits()
        .seen(102, left())
        .confirms(1);
  }

  @Test
  @DisplayName("outcome unknown, and the step was left: done")
  void unknownThenLeft() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .unknown()
        .looks()
        .seen(102, left())
        .confirms(1);
  }

  @Test
  @DisplayName("outcome unknown: only the fresh read counts, then the write is sent again")
  void unknownThenPaused() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .unknown()
        .looks()
        .seen(101, paused().message("from before the read"))
        .awaits()
        .looked()
        .writes(ZERO)
        .sends()
        .applied(102)
        .awaits()
        .seen(103, left())
        .confirms(2);
  }

  @Test
  @DisplayName("five writes at 0, 0, 50, 100 and 200 ms, then it gives up")
  void fiveWrites() {
    Story story = story().begin(100, paused());
    int version = 100;
    for (Duration pause : new Duration[] {ZERO, ZERO, ofMillis(50), ofMillis(100), ofMillis(200)}) {
      story.writes(pause).sends().applied(++version).awaits().seen(++version, paused());
    }

    story.givesUp(5, "each of 5 writes was overwritten");
  }

  @Test
  @DisplayName("unknown outcomes don't count as overwritten: the pauses grow, up to 5 s")
  void manyUnknowns() {
    Story story = story().begin(100, paused());
    for (int millis : new int[] {0, 0, 50, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000}) {
      story.writes(ofMillis(millis)).sends().unknown().looks().looked();
    }

    assertThat(story.loop().mayHaveWritten()).isTrue();
  }

  @Test
  @DisplayName("refused by the guard: looked at, and written again to what stands there now")
  void refusedByTheGuard() {
    Story story =
        story()
            .begin(100, paused())
            .sends()
            .refused()
            .looks()
            .seen(103, paused())
            .awaits()
            .looked()
            .writes(ZERO);

    assertThat(story.loop().mayHaveWritten()).isFalse();
  }

  @Test
  @DisplayName("refused by the guard, and what overwrote the cause was seen before the answer")
  void refusedByTheGuardAndOverwritten() {
    story()
        .begin(100, paused())
        .sends()
        .seen(101, ready()) // by somebody else: the guard met this
        .seen(102, paused())
        .refused()
        .looks()
        .looked()
        .writes(ZERO);
  }

  @Test
  @DisplayName("refused, and the very version that the guard was made for stands there: for good")
  void refusedForGood() {
    story().begin(100, paused()).sends().refused().looks().looked().refuses();
  }

  @Test
  @DisplayName("refused after a write that was applied: something was written")
  void refusedAfterAWrite() {
    Story story =
        story()
            .begin(100, paused())
            .sends()
            .applied(101)
            .seen(102, paused())
            .sends()
            .refused()
            .looked()
            .refuses();

    assertThat(story.loop().mayHaveWritten()).isTrue();
    assertThat(story.loop().refusedForGood().mayHaveWritten()).isFalse();
  }

  @Test
  @DisplayName("entered anew after a jump back: never a second approval")
  void jumpBack() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .applied(101)
        .awaits()
        .seen(107, paused().since("2026-01-01T00:05:00Z"))
        .givesUp(1, "entered anew");
  }

  @Test
  @DisplayName("a late pass pauses it once more: written again, of that moment")
  void latePass() {
    Story story =
        story()
            .begin(100, paused())
            .writes(ZERO)
            .sends()
            .applied(101)
            .awaits()
            .seen(102, paused().since("2026-01-01T00:00:11Z"))
            .writes(ZERO)
            .sends();

    assertThat(story.loop().target().pausedSince()).isEqualTo("2026-01-01T00:00:11Z");
    story.applied(103).seen(103, ready()).awaits().seen(104, left()).confirms(2);
  }

  @Test
  @DisplayName("a late pass comes between the reading and the write: refused, then written again")
  void latePassBeforeTheWrite() {
    story()
        .begin(100, paused())
        .sends()
        .seen(101, paused().since("2026-01-01T00:00:12Z"))
        .awaits()
        .refused()
        .looks()
        .looked()
        .writes(ZERO)
        .sends()
        .applied(102)
        .seen(103, left())
        .confirms(2);
  }

  @Test
  @DisplayName("outcome unknown, and the step was entered anew: never a second approval")
  void jumpBackAfterUnknown() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .unknown()
        .seen(107, paused().since("2026-01-01T00:05:00Z"))
        .givesUp(1, "entered anew");
  }

  @Test
  @DisplayName("a write that was put off is not sent when the step was entered anew meanwhile")
  void jumpBackBeforeTheWrite() {
    Story story =
        story()
            .begin(100, paused())
            .writes(ZERO)
            .seen(107, paused().since("2026-01-01T00:05:00Z"))
            .givesUp(0, "entered anew");

    assertThat(story.loop().stillPaused()).isFalse();
  }

  @Test
  @DisplayName("the step is done again: given up")
  void doneAgain() {
    story()
        .begin(100, paused())
        .sends()
        .applied(101)
        .seen(102, demo().rolling(1, "BeforeStepUpgrade").since("2026-01-01T00:05:00Z"))
        .givesUp(1, "done again");
  }

  @Test
  @DisplayName("the whole Rollout is held: given up, for a write takes effect much later")
  void held() {
    story()
        .begin(100, paused())
        .sends()
        .applied(101)
        .seen(102, demo().heldAt(1, "StepReady"))
        .givesUp(1, "before the step was left");
  }

  @Test
  @DisplayName("rolled back: given up")
  void rolledBack() {
    story()
        .begin(100, paused())
        .sends()
        .applied(101)
        .seen(102, demo().cancelling(1))
        .givesUp(1, "rolled back");
  }

  @Test
  @DisplayName("superseded: given up, also when the new release is at a later step")
  void superseded() {
    story()
        .begin(100, paused())
        .sends()
        .applied(101)
        .seen(102, demo().continuous())
        .givesUp(1, "another release");
    story()
        .begin(100, paused())
        .sends()
        .applied(101)
        .seen(109, demo().paused(2).release("r3", "rev3", 5))
        .givesUp(1, "another release");
  }

  @Test
  @DisplayName("approved in the plan: waits for the controller, takes a revert for overwritten")
  void specMethod() {
    story()
        .begin(100, paused())
        .writes(ZERO)
        .sends()
        .applied(101)
        .awaits()
        .seen(101, demo().pause(1, 0).paused(1))
        .awaits()
        .seen(102, demo().pause(1, 0).rolling(1, "StepReady"))
        .awaits()
        .seen(103, demo().pause(1, 0).rolling(2, "BeforeStepUpgrade"))
        .confirms(1);
    story()
        .begin(100, paused())
        .sends()
        .applied(101)
        .seen(102, paused().message("a GitOps tool put the plan back"))
        .writes(ZERO);
  }

  @Test
  @DisplayName("each event leaves the loop before it as it was")
  void isImmutable() {
    ApproveLoop begun = ApproveLoop.begin(paused().version("100").view()).next();
    ApproveLoop sent = begun.sending();

    assertThat(begun.writes()).isZero();
    assertThat(sent.writes()).isEqualTo(1);
    assertThat(sent.seen(left().version("101").view()).next().latest().position().stepIndex())
        .isEqualTo(2);
    assertThat(sent.latest().position().stepIndex()).isEqualTo(1);
  }
}

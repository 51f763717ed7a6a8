// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepReadiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the wait for a release ended. A closed set: a {@code switch} or a chain of {@code instanceof}
 * can be complete.
 */
public sealed interface ReleaseOutcome {

  /**
   * A sentence for people.
   *
   * @return what happened
   */
  String text();

  /**
   * Whether what was waited for came about.
   *
   * @return true for {@link Reached} and {@link Completed}
   */
  default boolean met() {
    return this instanceof Reached || this instanceof Completed;
  }

  /**
   * The goal was met, and the release goes on from there.
   *
   * @param view the Rollout as it was then
   */
  record Reached(RolloutView view) implements ReleaseOutcome {
    @Override
    public String text() {
      return "reached: " + view.summary();
    }
  }

  /**
   * The release is over, and it succeeded.
   *
   * @param view the Rollout as it was then
   */
  record Completed(RolloutView view) implements ReleaseOutcome {
    @Override
    public String text() {
      return "completed: " + view.summary();
    }
  }

  /**
   * The release was, or is being, taken back.
   *
   * @param seen what was seen
   */
  record RolledBack(StepReadiness seen) implements ReleaseOutcome {
    @Override
    public String text() {
      return "rolled back: " + seen.explanation();
    }
  }

  /**
   * Another release took its place, or stands in its way for good.
   *
   * @param by the other one's rollout-id; empty when the status doesn't tell it
   * @param seen what was seen
   */
  record Superseded(Optional<String> by, StepReadiness seen) implements ReleaseOutcome {
    @Override
    public String text() {
      return "superseded" + by.map(id -> " by " + id).orElse("") + ": " + seen.explanation();
    }
  }

  /**
   * No progress for as long as the wait allows. The release may still go on.
   *
   * @param why the cause, as far as it could be found
   * @param seen where it stands
   */
  record Stalled(String why, StepReadiness seen) implements ReleaseOutcome {
    @Override
    public String text() {
      return "stalled: " + why;
    }
  }

  /**
   * The change of the template was no release for the Rollout: the workload's own controller
   * replaces the pods, without steps.
   *
   * @param obstacles why, as far as it could be found afterwards
   */
  record NotCaptured(List<Obstacle> obstacles) implements ReleaseOutcome {

    /** Keeps a copy. */
    public NotCaptured {
      obstacles = List.copyOf(obstacles);
    }

    @Override
    public String text() {
      return "not captured, so all pods are replaced without steps"
          + (obstacles.isEmpty() ? "" : ": " + new Preflight(obstacles));
    }
  }

  /**
   * The Rollout or its workload was deleted.
   *
   * @param text what is gone
   */
  record Deleted(String text) implements ReleaseOutcome {}

  /**
   * The Rollout was disabled: the workload goes on without steps.
   *
   * @param seen what was seen
   */
  record Disabled(StepReadiness seen) implements ReleaseOutcome {
    @Override
    public String text() {
      return "disabled: " + seen.explanation();
    }
  }

  /**
   * What was asked for can't come, and it is no fault of the release: a step that the plan doesn't
   * have, or an approval of a step that was passed.
   *
   * @param seen what was seen
   */
  record OutOfReach(StepReadiness seen) implements ReleaseOutcome {
    @Override
    public String text() {
      return "out of reach: " + seen.explanation();
    }
  }

  /**
   * The API server refused a request.
   *
   * @param missing the right that it missed; empty when it refused for another reason, such as
   *     credentials that have run out
   * @param refusal what it said
   */
  record Denied(Optional<Permission> missing, String refusal) implements ReleaseOutcome {
    @Override
    public String text() {
      return "denied: " + missing.map(right -> "no right to " + right).orElse(refusal);
    }
  }

  /**
   * The bound is over.
   *
   * @param waited how long was waited
   * @param lastSeen where the release stood; empty when nothing was ever read
   */
  record TimedOut(Duration waited, Optional<StepReadiness> lastSeen) implements ReleaseOutcome {
    @Override
    public String text() {
      return "timed out after "
          + waited.toMillis() / 1000.0
          + " s; "
          + lastSeen.map(seen -> "last seen: " + seen).orElse("nothing was ever read");
    }
  }

  /**
   * The API server could not be reached for too long.
   *
   * @param lastFailure the last failure
   * @param lastSeen where the release stood; empty when nothing was ever read
   */
  record ConnectionLost(String lastFailure, Optional<StepReadiness> lastSeen)
      implements ReleaseOutcome {
    @Override
    public String text() {
      return "connection lost: "
          + lastFailure
          + "; "
          + lastSeen.map(seen -> "last seen: " + seen).orElse("nothing was ever read");
    }
  }
}

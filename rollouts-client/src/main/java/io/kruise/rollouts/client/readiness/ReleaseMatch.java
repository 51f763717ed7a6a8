// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.readiness;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which release is meant. A Rollout's status speaks of one release at a time, and right after a
 * workload was changed it still speaks of the release before: often as {@code Completed}.
 * Immutable, thread-safe.
 *
 * <p>The best identity is {@link #startedBy}: it takes the rollout-id and the generation off the
 * workload that your write returned. Without a rollout-id label on the workload, a release that
 * replaced yours before the controller saw yours can't be told from yours: set the label, in the
 * same write as the pod template.
 */
public final class ReleaseMatch {
  private static final ReleaseMatch WHATEVER = new ReleaseMatch(null, 0, null, null);
  private static final ReleaseMatch HELD_BY_WORKLOAD = new ReleaseMatch(null, 0, null, null);

  private final @Nullable String rolloutId;
  private final long sinceGeneration;
  private final @Nullable String uid;
  private final @Nullable String revision;

  private ReleaseMatch(
      @Nullable String rolloutId,
      long sinceGeneration,
      @Nullable String uid,
      @Nullable String revision) {
    this.rolloutId = rolloutId;
    this.sinceGeneration = sinceGeneration;
    this.uid = uid;
    this.revision = revision;
  }

  /**
   * Whatever release the status shows, be it an old one. For people who look, not for automation.
   *
   * @return the match that accepts every status
   */
  public static ReleaseMatch whateverTheStatusShows() {
    return WHATEVER;
  }

  /**
   * The release that the workload holds when the question is asked: its label, or, where it has
   * none, its generation. It needs the right to read the workload. The default everywhere.
   *
   * @return the match, to be resolved with the workload's facts
   */
  public static ReleaseMatch heldByWorkload() {
    return HELD_BY_WORKLOAD;
  }

  /**
   * The release with this rollout-id.
   *
   * @param rolloutId the value of the workload's label {@code rollouts.kruise.io/rollout-id}
   * @return the match
   * @throws IllegalArgumentException when it is blank
   */
  public static ReleaseMatch rolloutId(String rolloutId) {
    if (requireNonNull(rolloutId, "rolloutId").isBlank()) {
      throw new IllegalArgumentException("a rollout-id must not be blank");
    }
    return new ReleaseMatch(rolloutId, 0, null, null);
  }

  /**
   * The release that a write to the workload started.
   *
   * @param workload the workload <em>as the API server returned it</em> from that write, or as it
   *     is now
   * @return the match: its rollout-id, if it has one, and its generation
   * @throws IllegalArgumentException when it has no generation, as before it was sent
   */
  public static ReleaseMatch startedBy(HasMetadata workload) {
    WorkloadFacts facts = WorkloadFacts.of(workload);
    if (facts.generation() == 0) {
      throw new IllegalArgumentException(
          "the workload "
              + workload.getMetadata().getName()
              + " has no metadata.generation: give it as the API server returned it");
    }
    return startedBy(facts);
  }

  /**
   * The release that the workload holds.
   *
   * @param workload the workload's facts
   * @return the match: its rollout-id, if it has one, and its generation
   */
  public static ReleaseMatch startedBy(WorkloadFacts workload) {
    return new ReleaseMatch(workload.rolloutId().orElse(null), workload.generation(), null, null);
  }

  /**
   * The same release, as far as the workload tells more of it.
   *
   * @param workload the workload's facts, or null when they were not read: then {@link
   *     #heldByWorkload} accepts every status
   * @return the resolved match
   */
  ReleaseMatch resolvedBy(@Nullable WorkloadFacts workload) {
    if (this == HELD_BY_WORKLOAD) {
      return workload == null ? WHATEVER : startedBy(workload);
    }
    if (workload != null
        && rolloutId != null
        && sinceGeneration == 0
        && workload.rolloutId().equals(rolloutId())) {
      return new ReleaseMatch(rolloutId, workload.generation(), uid, revision);
    }
    return this;
  }

  /** Whether the workload holds this release, as far as its label tells. */
  boolean mayBeHeldBy(WorkloadFacts workload) {
    return rolloutId == null || workload.rolloutId().equals(rolloutId());
  }

  /**
   * Whether the workload must be read before this match means anything.
   *
   * @return true for {@link #heldByWorkload}
   */
  public boolean needsWorkload() {
    return this == HELD_BY_WORKLOAD;
  }

  /**
   * The same release, now that a status was seen that belongs to it: from here on another revision
   * is another release.
   *
   * @param view a reading that {@linkplain #matches matches}
   * @return the narrowed match
   */
  ReleaseMatch seenIn(RolloutView view) {
    return new ReleaseMatch(rolloutId, sinceGeneration, view.uid(), view.revision());
  }

  /** Whether the status of this release was seen before. */
  boolean seen() {
    return uid != null;
  }

  /** Whether the Rollout is another object than the one in which the release was seen. */
  boolean recreated(RolloutView view) {
    return uid != null && !uid.equals(view.uid());
  }

  /** Whether the status of the view belongs to this release. */
  boolean matches(RolloutView view) {
    if (view.style() == RolloutView.Style.NONE) {
      return false;
    }
    if (revision != null && !revision.equals(view.revision())) {
      return false;
    }
    if (rolloutId != null) {
      // while nothing but the label changed the controller copies it at once, so the generation is
      // asked as well
      return rolloutId.equals(view.rolloutId())
          && view.observedWorkloadGeneration() >= sinceGeneration;
    }
    return view.observedWorkloadGeneration() >= sinceGeneration && !leftOverId(view);
  }

  /**
   * Whether the status has seen the workload after this release began, and shows another. "At" its
   * beginning is not enough: a label that is changed alone leaves the generation as it was.
   */
  boolean overtaken(RolloutView view) {
    return rolloutId != null
        && sinceGeneration > 0
        && view.observedWorkloadGeneration() > sinceGeneration
        && !rolloutId.equals(view.rolloutId());
  }

  /**
   * A workload without a label has, in the status, its revision as id (v0.6), or "rollback-" and
   * the revision, or "" (v0.5). Anything else is the label of an earlier release.
   * rollout_status.go: getRolloutID.
   */
  private boolean leftOverId(RolloutView view) {
    return sinceGeneration > 0 && !view.hasRevisionAsId();
  }

  /**
   * The rollout-id that the release carries, where it has one.
   *
   * @return the id, or empty when the workload has no label or none was asked for
   */
  public Optional<String> rolloutId() {
    return Optional.ofNullable(rolloutId);
  }

  @Override
  public String toString() {
    if (this == HELD_BY_WORKLOAD) {
      return "the release that the workload holds";
    }
    if (rolloutId != null) {
      return "release " + rolloutId;
    }
    return sinceGeneration > 0
        ? "the release of workload generation " + sinceGeneration
        : "the release in the status";
  }
}

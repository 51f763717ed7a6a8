// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a Rollout stands where it stands: what weighs most first, then what else was found.
 * Immutable, thread-safe.
 *
 * @param findings at least one
 * @param unseen what could not be read, with the permission that is missing: a cause that only
 *     these would show was not found
 */
public record Explanation(List<Finding> findings, List<Unseen> unseen) {

  /** Keeps the lists from being changed. */
  public Explanation {
    findings = List.copyOf(findings);
    unseen = List.copyOf(unseen);
    if (findings.isEmpty()) {
      throw new IllegalArgumentException("an explanation has at least one finding");
    }
  }

  /**
   * Explains a snapshot. Pure: no I/O, no clock.
   *
   * @param snapshot what was read
   * @param now the present moment, by which durations are told
   * @return the explanation
   */
  public static Explanation of(RolloutSnapshot snapshot, Instant now) {
    return new Explanation(
        ReleaseRules.explain(requireNonNull(snapshot, "snapshot"), requireNonNull(now, "now")),
        snapshot.unseen());
  }

  /**
   * What weighs most.
   *
   * @return the first finding
   */
  public Finding first() {
    return findings.get(0);
  }

  /**
   * The cause that weighs most.
   *
   * @return the first finding's
   */
  public Cause cause() {
    return first().cause();
  }

  /**
   * The cause that weighs most, in a sentence.
   *
   * @return the first finding's
   */
  public String sentence() {
    return first().sentence();
  }

  /**
   * What to do about it.
   *
   * @return advice for people
   */
  public String advice() {
    return cause().advice();
  }

  /**
   * Whether nothing moves until somebody does something. Waiting as planned, for an approval or for
   * a time, isn't it.
   *
   * @return true when the first finding is of that nature
   */
  public boolean stuck() {
    return cause().nature() == Cause.Nature.STUCK;
  }

  /**
   * All of it for a terminal.
   *
   * @return a line for each finding, the advice, and what could not be seen
   */
  public String text() {
    StringBuilder lines = new StringBuilder(sentence()).append('\n');
    findings.stream()
        .skip(1)
        .forEach(finding -> lines.append("also: ").append(finding.sentence()).append('\n'));
    if (!advice().equals("nothing")) {
      lines.append("what to do: ").append(advice()).append('\n');
    }
    if (!unseen.isEmpty()) {
      lines
          .append("not seen: ")
          .append(unseen.stream().map(Unseen::toString).collect(Collectors.joining("; ")))
          .append('\n');
    }
    return lines.toString();
  }

  /** The sentence and the cause. */
  @Override
  public String toString() {
    return sentence() + " [" + cause() + "]";
  }
}

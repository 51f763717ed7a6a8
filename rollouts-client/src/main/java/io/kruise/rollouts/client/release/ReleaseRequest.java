// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What is to be released, under which id. Immutable; each method returns a copy. */
public final class ReleaseRequest {
  private static final Duration DEFAULT_BOUND = Duration.ofSeconds(30);

  /** What a label's value may be. apimachinery, pkg/util/validation: IsValidLabelValue. */
  private static final String LABEL_VALUE = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";

  private final String rolloutId;
  private final TemplateChange change;
  private final boolean superseding;
  private final Duration bound;

  private ReleaseRequest(
      String rolloutId, TemplateChange change, boolean superseding, Duration bound) {
    this.rolloutId = rolloutId;
    this.change = change;
    this.superseding = superseding;
    this.bound = bound;
  }

  /**
   * A release.
   *
   * @param rolloutId its id, new for each release of the workload; it becomes the label {@code
   *     rollouts.kruise.io/rollout-id}
   * @param change what it changes
   * @return the request
   * @throws IllegalArgumentException when the id can't be a label's value
   */
  public static ReleaseRequest of(String rolloutId, TemplateChange change) {
    if (!requireNonNull(rolloutId, "rolloutId").matches(LABEL_VALUE)) {
      throw new IllegalArgumentException(
          "a rollout-id is a label's value: up to 63 letters, digits, '-', '_' or '.', with a letter"
              + " or a digit at both ends; got \""
              + rolloutId
              + "\"");
    }
    return new ReleaseRequest(rolloutId, requireNonNull(change, "change"), false, DEFAULT_BOUND);
  }

  /**
   * Also in the middle of another release, whose place it then takes: the steps begin anew. Without
   * this such a request is refused; blue-green refuses it in any case.
   *
   * @return a copy
   */
  public ReleaseRequest superseding() {
    return new ReleaseRequest(rolloutId, change, true, bound);
  }

  /**
   * With another bound on the start, reading and repeating included. The default is 30 seconds.
   *
   * @param timeout how long it may take at most
   * @return a copy
   * @throws IllegalArgumentException when it is not positive
   */
  public ReleaseRequest within(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a start's bound must be positive, got " + timeout);
    }
    return new ReleaseRequest(rolloutId, change, superseding, timeout);
  }

  /**
   * The id.
   *
   * @return the label's value
   */
  public String rolloutId() {
    return rolloutId;
  }

  /**
   * The change.
   *
   * @return what it changes
   */
  public TemplateChange change() {
    return change;
  }

  /**
   * Whether it may take another release's place.
   *
   * @return false by default
   */
  public boolean supersedes() {
    return superseding;
  }

  /**
   * The bound on the start.
   *
   * @return how long it may take at most
   */
  public Duration bound() {
    return bound;
  }

  @Override
  public String toString() {
    return "release " + rolloutId + " (" + change + ")";
  }
}

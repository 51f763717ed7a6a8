// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that was found.
 *
 * @param cause what it is
 * @param sentence the same for people, with its counts and since when
 * @param step the step that it concerns, 1-based; empty when it isn't about a step
 * @param affected how many pods it concerns; 0 when it isn't about pods
 * @param of of how many pods; 0 when it isn't about pods
 * @param since since when, by the API server's clock; empty where nothing tells
 * @param until when it ends by itself; empty when it doesn't
 */
public record Finding(
    Cause cause,
    String sentence,
    Optional<Integer> step,
    int affected,
    int of,
    Optional<Instant> since,
    Optional<Instant> until) {

  /** Checks that all parts are there. */
  public Finding {
    requireNonNull(cause, "cause");
    requireNonNull(sentence, "sentence");
    requireNonNull(step, "step");
    requireNonNull(since, "since");
    requireNonNull(until, "until");
  }

  static Finding of(Cause cause, String sentence) {
    return new Finding(cause, sentence, Optional.empty(), 0, 0, Optional.empty(), Optional.empty());
  }

  Finding at(int stepIndex) {
    return new Finding(cause, sentence, Optional.of(stepIndex), affected, of, since, until);
  }

  Finding pods(int concerned, int outOf) {
    return new Finding(cause, sentence, step, concerned, outOf, since, until);
  }

  /** With the time, and the time in the sentence. */
  Finding since(Optional<Instant> then, Instant now) {
    String when = then.map(time -> " since " + Times.words(Times.since(time, now))).orElse("");
    return new Finding(cause, sentence + when, step, affected, of, then, until);
  }

  Finding until(Instant end) {
    return new Finding(cause, sentence, step, affected, of, since, Optional.of(end));
  }
}

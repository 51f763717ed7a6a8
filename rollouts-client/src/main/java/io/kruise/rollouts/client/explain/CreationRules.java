// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Why pods that should be there can't be created. */
final class CreationRules {
  /** Events stay for an hour, whether or not their reason still holds; failed creations repeat. */
  private static final Duration FRESH = Duration.ofMinutes(20);

  /** What the API server said, and since when. */
  private record Refusal(String message, Optional<Instant> since) {}

  private final RolloutSnapshot snapshot;
  private final Instant now;

  CreationRules(RolloutSnapshot snapshot, Instant now) {
    this.snapshot = snapshot;
    this.now = now;
  }

  Optional<Finding> refusal(int missing, int of, String whose) {
    return condition().or(this::event).map(refusal -> finding(refusal, missing, of, whose));
  }

  /** A ReplicaSet takes its condition back as soon as a creation succeeds. */
  private Optional<Refusal> condition() {
    return snapshot.revisions().stream()
        .filter(revision -> revision.hash().equals(snapshot.newest()))
        .filter(revision -> revision.failure().isPresent())
        .map(revision -> new Refusal(revision.failure().orElseThrow(), revision.failedSince()))
        .findFirst();
  }

  /** Other kinds have no such condition. */
  private Optional<Refusal> event() {
    return snapshot.events().stream()
        .filter(event -> event.warning() && event.reason().startsWith("FailedCreate"))
        .filter(event -> !event.kind().equals("Pod"))
        .filter(event -> !Times.longerThan(FRESH, event.last(), now))
        .reduce((first, later) -> later)
        .map(event -> new Refusal(event.message(), event.first()));
  }

  private Finding finding(Refusal refusal, int missing, int of, String whose) {
    Cause cause = cause(refusal.message());
    String what =
        switch (cause) {
          case QUOTA_EXCEEDED -> "quota exceeded";
          case WEBHOOK_UNREACHABLE -> "a webhook does not answer";
          default -> "the API server refuses them";
        };
    return Finding.of(
            cause,
            missing
                + " of "
                + of
                + " "
                + whose
                + " can't be created: "
                + what
                + " ("
                + refusal.message().strip()
                + ")")
        .pods(missing, of)
        .since(refusal.since(), now);
  }

  static Cause cause(String message) {
    if (message.contains("exceeded quota")) {
      return Cause.QUOTA_EXCEEDED;
    }
    return message.contains("failed calling webhook")
        ? Cause.WEBHOOK_UNREACHABLE
        : Cause.PODS_REFUSED;
  }
}

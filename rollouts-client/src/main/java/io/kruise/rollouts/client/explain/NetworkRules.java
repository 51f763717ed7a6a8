// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether what the plan's traffic goes through is there. trafficrouting/manager.go. */
final class NetworkRules {
  private final RolloutSnapshot snapshot;
  private final Instant now;

  NetworkRules(RolloutSnapshot snapshot, Instant now) {
    this.snapshot = snapshot;
    this.now = now;
  }

  Optional<Finding> missing() {
    List<NetworkReading> missing =
        snapshot.network().stream().filter(NetworkReading::missing).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                    Cause.TRAFFIC_OBJECT_MISSING,
                    missing.stream().map(NetworkReading::toString).collect(Collectors.joining(", "))
                        + ", which the plan's traffic goes through, "
                        + (missing.size() == 1 ? "is missing" : "are missing"))
                .since(snapshot.rollout().statusWrittenAt(), now));
  }
}

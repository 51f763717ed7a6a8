// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.kruise.rollouts.model.BatchReleasePhase;
import io.kruise.rollouts.model.v1beta1.BatchRelease;
import io.kruise.rollouts.model.v1beta1.BatchReleaseCanaryStatus;
import io.kruise.rollouts.model.v1beta1.BatchReleaseStatus;
import io.kruise.rollouts.model.v1beta1.ReleasePlan;
import io.kruise.rollouts.model.v1beta1.RolloutCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The BatchRelease that the controller moves the Rollout's pods by.
 *
 * @param phase where it is as a whole
 * @param state the batch's state as written; "" before the first
 * @param batch the current batch, counted from 1
 * @param upTo the batch that it may go to, counted from 1; empty when it is being finished
 * @param deleting whether it is being deleted
 * @param refusal why it can't upgrade the batch, in the controller's words; "" when it can
 * @param createdAt when it was made
 * @param writtenAt when its status was last changed; empty where the object doesn't tell
 */
public record BatchReading(
    BatchReleasePhase phase,
    String state,
    int batch,
    Optional<Integer> upTo,
    boolean deleting,
    String refusal,
    Optional<Instant> createdAt,
    Optional<Instant> writtenAt) {

  /**
   * Reads a BatchRelease.
   *
   * @param release the object as the API server gave it
   * @return the reading
   */
  public static BatchReading of(BatchRelease release) {
    BatchReleaseStatus status =
        Objects.requireNonNullElseGet(release.getStatus(), BatchReleaseStatus::new);
    @Nullable BatchReleaseCanaryStatus batch = status.getCanaryStatus();
    @Nullable ReleasePlan plan =
        release.getSpec() == null ? null : release.getSpec().getReleasePlan();
    @Nullable Integer partition = plan == null ? null : plan.getBatchPartition();
    @Nullable Integer current = batch == null ? null : batch.getCurrentBatch();
    return new BatchReading(
        BatchReleasePhase.of(status.getPhase()),
        Times.text(batch == null ? null : batch.getBatchState()),
        current == null ? 1 : current + 1,
        Optional.ofNullable(partition).map(index -> index + 1),
        release.getMetadata().getDeletionTimestamp() != null,
        refusal(status),
        Times.parse(release.getMetadata().getCreationTimestamp()),
        Times.statusWritten(release.getMetadata()));
  }

  /** batchrelease_executor.go: a batch that must not be upgraded is told in a condition alone. */
  private static String refusal(BatchReleaseStatus status) {
    List<RolloutCondition> conditions =
        Objects.requireNonNullElse(status.getConditions(), List.of());
    return conditions.stream()
        .map(condition -> Times.text(condition.getMessage()))
        .filter(message -> message.contains("cannot upgrade batch"))
        .findFirst()
        .orElse("");
  }
}

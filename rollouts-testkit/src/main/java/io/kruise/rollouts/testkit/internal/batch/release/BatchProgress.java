// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.BatchState;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the current batch is: status.canaryStatus of a BatchRelease, as a draft. Mutable, and of
 * one pass only.
 */
public final class BatchProgress {
  private String state;
  private int index;
  private String readyTime;
  private int updatedReplicas;
  private int updatedReadyReplicas;
  private @Nullable Integer noNeedUpdateReplicas;

  private BatchProgress(JsonNode tree) {
    state = tree.path("batchState").asText();
    index = tree.path("currentBatch").asInt();
    readyTime = tree.path("batchReadyTime").asText("");
    updatedReplicas = tree.path("updatedReplicas").asInt();
    updatedReadyReplicas = tree.path("updatedReadyReplicas").asInt();
    noNeedUpdateReplicas =
        tree.hasNonNull("noNeedUpdateReplicas")
            ? Integer.valueOf(tree.path("noNeedUpdateReplicas").asInt())
            : null;
  }

  /** Reads one; of a missing node the one before the first batch. */
  static BatchProgress of(JsonNode tree) {
    return new BatchProgress(tree);
  }

  /** As it stands in the object. */
  ObjectNode tree() {
    ObjectNode tree = Json.object();
    if (!state.isEmpty()) {
      tree.put("batchState", state);
    }
    tree.put("currentBatch", index);
    if (!readyTime.isEmpty()) {
      tree.put("batchReadyTime", readyTime);
    }
    if (updatedReplicas != 0) {
      tree.put("updatedReplicas", updatedReplicas);
    }
    if (updatedReadyReplicas != 0) {
      tree.put("updatedReadyReplicas", updatedReadyReplicas);
    }
    if (noNeedUpdateReplicas != null) {
      tree.put("noNeedUpdateReplicas", noNeedUpdateReplicas);
    }
    return tree;
  }

  /**
   * Goes to a state.
   *
   * @param next the state
   */
  public void enter(BatchState next) {
    state = next.value();
  }

  /** Lets the batch be upgraded once more (signalRestartBatch). */
  public void restart() {
    readyTime = "";
    enter(BatchState.UPGRADING);
  }

  /**
   * Is ready.
   *
   * @param now since when
   */
  public void ready(Instant now) {
    readyTime = now.truncatedTo(ChronoUnit.SECONDS).toString();
    enter(BatchState.READY);
  }

  /**
   * Goes to a batch.
   *
   * @param batch counted from 0
   */
  public void goTo(int batch) {
    index = batch;
  }

  /**
   * Notes how many pods have the new version.
   *
   * @param updated how many
   * @param ready how many of them are ready
   */
  public void noteUpdated(int updated, int ready) {
    updatedReplicas = updated;
    updatedReadyReplicas = ready;
  }

  /**
   * Notes how many pods need no rollback.
   *
   * @param replicas how many
   */
  public void noteNoNeedUpdate(int replicas) {
    noNeedUpdateReplicas = replicas;
  }

  /**
   * Its state.
   *
   * @return unknown before the first pass
   */
  public BatchState state() {
    return BatchState.of(state);
  }

  /**
   * Which batch it is.
   *
   * @return counted from 0
   */
  public int index() {
    return index;
  }

  /**
   * How many pods have the new version.
   *
   * @return as last counted
   */
  public int updatedReplicas() {
    return updatedReplicas;
  }

  /**
   * How many pods need no rollback.
   *
   * @return null when it is no rollback in batches
   */
  public @Nullable Integer noNeedUpdateReplicas() {
    return noNeedUpdateReplicas;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of upstream's context_test.go, TestIsBatchReady. */
@DisplayName("a batch of five")
class BatchContextTest {

  @ParameterizedTest(name = "{1} updated, {2} ready, threshold {0}: \"{3}\"")
  @CsvSource({
    "1,   5, 5, ''",
    "1,   5, 4, ''",
    "1,   5, 3, 'updated ready replicas not satisfied, allowedUnavailable + UpdatedReadyReplicas 4"
        + " < DesiredUpdatedReplicas 5'",
    "60%, 4, 4, 'updated replicas not satisfied, UpdatedReplicas 4 < DesiredUpdatedReplicas 5'",
    "100, 5, 0, 'no updated ready replicas, DesiredUpdatedReplicas 5 > 0 and UpdatedReadyReplicas 0"
        + " = 0'",
    ",    5, 3, 'updated ready replicas not satisfied, allowedUnavailable + UpdatedReadyReplicas 3"
        + " < DesiredUpdatedReplicas 5'",
    "20%, 5, 4, ''",
    "+5%, 5, 4, ''",
    "abc, 5, 4, 'updated ready replicas not satisfied, allowedUnavailable + UpdatedReadyReplicas 4"
        + " < DesiredUpdatedReplicas 5'"
  })
  @DisplayName("is ready when enough pods are")
  void ready(@Nullable String threshold, int updated, int ready, String missing) {
    Outcome outcome = batch("", threshold, updated, ready, List.of()).ready();
    assertThat(outcome.isDone()).isEqualTo(missing.isEmpty());
    assertThat(outcome.reason())
        .isEqualTo(missing.isEmpty() ? "" : "current batch not ready: " + missing);
  }

  @Test
  @DisplayName("with a rollout id is ready when its pods have it")
  void labelled() {
    assertThat(batch(Fixture.ID, "0", 5, 5, pods(5)).ready().isDone()).isTrue();
    assertThat(batch(Fixture.ID, "0", 5, 5, List.of()).ready().isDone()).isTrue();
    assertThat(batch(Fixture.ID, "0", 5, 5, pods(3)).ready().reason())
        .isEqualTo(
            "current batch not ready: pods with batch label not satisfied, RolloutID rollout-1,"
                + " PlannedUpdatedReplicas 5");
  }

  private static BatchContext batch(
      String id, @Nullable String threshold, int updated, int ready, List<ObjectNode> pods) {
    return new BatchContext(
        Fixture.release(id, 0, List.of(5)),
        Fixture.workload(5, updated, ready),
        pods,
        5,
        5,
        Dial.NONE,
        PodFilter.ALL,
        value(threshold));
  }

  private static @Nullable IntOrString value(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return text.matches("\\d+") ? new IntOrString(Integer.parseInt(text)) : new IntOrString(text);
  }

  private static List<ObjectNode> pods(int count) {
    return IntStream.range(0, count).mapToObj(i -> Fixture.pod(i, Fixture.ID, "1")).toList();
  }
}

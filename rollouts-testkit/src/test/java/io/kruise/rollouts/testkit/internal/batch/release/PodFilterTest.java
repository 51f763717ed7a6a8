// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cases of upstream's filter_test.go: of ten pods some are of the version, and some of those
 * need no rollback.
 */
@DisplayName("pods to be labelled in a rollback in batches")
class PodFilterTest {

  @ParameterizedTest(name = "{0} updated, {1} marked, {2} planned, {3} desired: {4} and {5}")
  @CsvSource({
    "10, 5, 2,  6,  5, 1",
    "10, 5, 6,  8,  5, 3",
    "10, 5, 10, 10, 5, 5",
    "9,  7, 2,  6,  2, 7",
    "8,  7, 6,  8,  1, 5",
    "9,  7, 10, 10, 2, 7",
    "6,  5, 2,  6,  1, 1",
    "6,  5, 6,  8,  1, 3"
  })
  @DisplayName("in any order: the rolled back ones, and as many others as are planned beyond them")
  void unordered(int updated, int marked, int planned, int desired, int others, int ofMarked) {
    List<ObjectNode> pods =
        PodFilter.UNORDERED.filter(pods(updated, marked), context(planned, desired, 0));
    assertThat(pods).hasSize(others + ofMarked);
    assertThat(pods).filteredOn(PodFilterTest::isMarked).hasSize(ofMarked);
  }

  @ParameterizedTest(name = "{0} updated, {1} marked, {2} planned, partition {3}: {4} and {5}")
  @CsvSource({
    "10, 8, 4,  8, 2,  2",
    "10, 8, 6,  8, 2,  4",
    "10, 0, 10, 0, 10, 0",
    "9,  8, 2,  8, 1,  0"
  })
  @DisplayName("in order: those from the partition up, and then the ones below it")
  void ordered(int updated, int marked, int planned, int partition, int others, int ofMarked) {
    List<ObjectNode> pods =
        PodFilter.ORDERED.filter(pods(updated, marked), context(planned, 0, partition));
    assertThat(pods).hasSize(others + ofMarked);
    assertThat(pods).filteredOn(PodFilterTest::isMarked).hasSize(ofMarked);
    assertThat(pods).isSortedAccordingTo((left, right) -> ordinal(right) - ordinal(left));
  }

  private static BatchContext context(int planned, int desired, int partition) {
    return new BatchContext(
        Fixture.release(Fixture.ID, 0, List.of(planned)),
        Fixture.workload(10, 0, 0),
        List.of(),
        planned,
        desired,
        Dial.of(0, partition),
        PodFilter.ALL,
        null);
  }

  /** The marked ones have the lower ordinals. */
  private static List<ObjectNode> pods(int updated, int marked) {
    List<ObjectNode> pods = new ArrayList<>();
    for (int ordinal = 0; ordinal < updated; ordinal++) {
      ObjectNode pod = Fixture.pod(ordinal, "", "");
      if (ordinal < marked) {
        Json.dig(pod, "metadata", "labels").put(RolloutLabels.NO_NEED_UPDATE, Fixture.ID);
      }
      pods.add(pod);
    }
    return pods;
  }

  private static boolean isMarked(ObjectNode pod) {
    return Meta.label(pod, RolloutLabels.NO_NEED_UPDATE).equals(Fixture.ID);
  }

  private static int ordinal(ObjectNode pod) {
    return Integer.parseInt(Meta.name(pod).substring("pod-".length()));
  }
}

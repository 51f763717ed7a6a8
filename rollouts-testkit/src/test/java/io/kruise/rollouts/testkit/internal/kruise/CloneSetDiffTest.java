// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The numbers of a CloneSet's pods to make, delete and update")
class CloneSetDiffTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String OLD = "demo-5f6";
  private static final String NEW = "demo-7d9";

  @ParameterizedTest(name = "{0} replicas, partition {1}, {7}")
  @DisplayName("are those that OpenKruise comes to")
  @CsvFileSource(
      resources = "cloneset-diffs.csv",
      delimiter = ';',
      numLinesToSkip = 3,
      emptyValue = "",
      nullValues = "none")
  void asUpstream(
      int replicas,
      String partition,
      String maxUnavailable,
      String maxSurge,
      String scaleMaxUnavailable,
      boolean paused,
      boolean exclude,
      String pods,
      int scaleUp,
      int scaleUpOld,
      int scaleUpLimit,
      int scaleDown,
      int scaleDownOld,
      int deleteReadyLimit,
      int update,
      int updateMaxUnavailable,
      String updated) {
    ObjectNode set = Json.object();
    ObjectNode strategy = Json.dig(set, "spec", "updateStrategy").put("paused", paused);
    Json.dig(set, "spec").put("replicas", replicas);
    put(strategy, "partition", partition);
    put(strategy, "maxUnavailable", maxUnavailable);
    put(strategy, "maxSurge", maxSurge);
    if (!scaleMaxUnavailable.equals("-")) {
      put(Json.dig(set, "spec", "scaleStrategy"), "maxUnavailable", scaleMaxUnavailable);
    }
    if (exclude) {
      Json.dig(set, "metadata", "labels")
          .put("apps.kruise.io/cloneset-scaling-exclude-preparing-delete", "true");
    }
    CloneSetSpec spec = new CloneSetSpec(new KruiseWorkload(set));
    List<KruisePod> all = pods(pods == null ? "" : pods);
    Predicate<KruisePod> isNew = pod -> pod.isOf(NEW);

    CloneSetDiff diff =
        CloneSetDiff.of(
            spec,
            all.stream().filter(isNew).toList(),
            all.stream().filter(isNew.negate()).toList(),
            NOW);

    assertThat(diff)
        .isEqualTo(
            new CloneSetDiff(
                scaleUp,
                scaleUpOld,
                scaleUpLimit,
                scaleDown,
                scaleDownOld,
                deleteReadyLimit,
                update,
                updateMaxUnavailable));
    List<KruisePod> waiting =
        all.stream()
            .filter(isNew.negate())
            .filter(pod -> pod.lifecycle() != LifecycleState.PREPARING_DELETE)
            .toList();
    assertThat(diff.mayUpdate(waiting, all, isNew, pod -> spec.available(pod, NOW)))
        .extracting(KruisePod::name)
        .containsExactlyElementsOf(
            Stream.of(updated.replaceAll("[\\[\\]]", "").split(" "))
                .filter(index -> !index.isEmpty())
                .map(index -> "pod-" + index)
                .toList());
  }

  @ParameterizedTest(name = "{1} of {0} keeps {2}")
  @DisplayName("leave at least one pod on each side of a percentage")
  @CsvSource({
    "10, 0%, 0",
    "10, 1%, 1",
    "10, 20%, 2",
    "10, 21%, 3",
    "10, 95%, 9",
    "10, 100%, 10",
    "1, 50%, 1",
    "1, 0%, 0",
    "3, 99%, 2",
    "0, 50%, 0",
    "10, 3, 3",
    "10, 12, 10",
    "3, 3, 3"
  })
  void partition(int replicas, String partition, int kept) {
    ObjectNode set = Json.object();
    Json.dig(set, "spec").put("replicas", replicas);
    put(Json.dig(set, "spec", "updateStrategy"), "partition", partition);
    assertThat(new CloneSetSpec(new KruiseWorkload(set)).partition()).isEqualTo(kept);
  }

  private static void put(ObjectNode object, String field, String value) {
    if (value.endsWith("%")) {
      object.put(field, value);
    } else {
      object.put(field, Integer.parseInt(value));
    }
  }

  private static List<KruisePod> pods(String words) {
    List<KruisePod> pods = new ArrayList<>();
    for (String word :
        Arrays.stream(words.split(" "))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.toList())) {
      ObjectNode pod = Json.object();
      Json.dig(pod, "metadata").put("name", "pod-" + pods.size());
      ObjectNode labels = Json.dig(pod, "metadata", "labels");
      labels.put(KruiseNames.REVISION, word.charAt(0) == 'o' ? OLD : NEW);
      LifecycleState state =
          switch (word.charAt(1)) {
            case 'P' -> LifecycleState.PREPARING_NORMAL;
            case 'D' -> LifecycleState.PREPARING_DELETE;
            default -> LifecycleState.NORMAL;
          };
      state.writeOn(pod, NOW);
      if (word.charAt(2) == 'r') {
        Json.dig(pod, "status")
            .put("phase", "Running")
            .putArray("conditions")
            .addObject()
            .put("type", "Ready")
            .put("status", "True");
      }
      if (word.endsWith("!")) {
        labels.put(KruiseNames.SPECIFIED_DELETE, "true");
      }
      pods.add(new KruisePod(pod));
    }
    return pods;
  }
}

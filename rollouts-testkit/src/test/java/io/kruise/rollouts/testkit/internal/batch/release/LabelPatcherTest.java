// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.engine.Effect;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("labels of upgraded pods")
class LabelPatcherTest {

  /** The cases of upstream's patcher_test.go, TestLabelPatcher. */
  @ParameterizedTest(name = "{0} pods, {1} with {2}/{3}, batches {4}: {5}")
  @CsvSource({
    "10, 0, '',        '', '5',   '{1=5}'",
    "10, 2, rollout-1, 1,  '5',   '{1=5}'",
    "10, 5, rollout-1, 1,  '5',   '{1=5}'",
    "10, 7, rollout-1, 1,  '5',   '{1=7}'",
    "2,  0, '',        '', '5',   '{1=2}'",
    "10, 3, another,   1,  '5',   '{1=5}'",
    "5,  2, rollout-1, 1,  '2 5', '{1=2, 2=3}'",
    "5,  0, '',        '', '2 5', '{1=2, 2=3}'",
    "5,  3, rollout-1, 1,  '2 5', '{1=3, 2=2}'",
    "5,  3, rollout-1, 3,  '2 5', '{1=2, 2=3}'",
    "5,  3, rollout-1, x,  '2 5', '{1=2, 2=3}'"
  })
  @DisplayName("fill up what each batch still has room for, the last one first")
  void fillsUp(int count, int labelled, String id, String batch, String batches, String result) {
    List<ObjectNode> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pods.add(Fixture.pod(i, i < labelled ? id : "", batch));
    }
    List<Integer> sizes = Stream.of(batches.split(" ", -1)).map(Integer::valueOf).toList();
    Release release = Fixture.release(Fixture.ID, sizes.size() - 1, sizes);
    Map<String, ObjectNode> after = patched(context(release, 10, pods), Fixture.world(pods));

    Map<String, Integer> counts = new TreeMap<>();
    after.values().stream()
        .filter(pod -> Meta.label(pod, RolloutLabels.ROLLOUT_ID).equals(Fixture.ID))
        .forEach(
            pod -> counts.merge(Meta.label(pod, RolloutLabels.ROLLOUT_BATCH_ID), 1, Integer::sum));
    assertThat(counts).hasToString(result);
  }

  @Test
  @DisplayName("of a Deployment tell the revision of their ReplicaSet, also on old pods")
  void revisionOfReplicaSet() {
    ObjectNode deployment = object("Deployment", "d", null);
    ObjectNode newSet = object("ReplicaSet", "new", deployment);
    ObjectNode oldSet = object("ReplicaSet", "old", deployment);
    Json.dig(oldSet, "spec", "template").put("v", 1);
    Json.dig(newSet, "spec", "template").put("v", 2);
    ObjectNode newPod = object("Pod", "new-1", newSet);
    ObjectNode oldPod = object("Pod", "old-1", oldSet);
    String revision = TemplateHash.kruise(Json.at(newSet, "spec", "template"));

    Map<String, ObjectNode> after =
        patched(
            of(revision, List.of(newPod, oldPod)),
            Fixture.world(List.of(deployment, newSet, oldSet, newPod, oldPod)));
    assertThat(label(after, "new-1", Pods.CONTROLLER_REVISION_HASH)).isEqualTo(revision);
    assertThat(label(after, "new-1", RolloutLabels.ROLLOUT_BATCH_ID)).isEqualTo("1");
    assertThat(label(after, "old-1", Pods.CONTROLLER_REVISION_HASH))
        .isEqualTo(TemplateHash.kruise(Json.at(oldSet, "spec", "template")));
    assertThat(label(after, "old-1", RolloutLabels.ROLLOUT_ID)).isEmpty();
  }

  @Test
  @DisplayName("are not written while a ReplicaSet has no Deployment")
  void orphanedReplicaSet() {
    ObjectNode set = object("ReplicaSet", "s", null);
    ObjectNode pod = object("Pod", "s-1", set);
    BatchContext context = of("any", List.of(pod));
    Step.Builder step = Step.builder();
    Pass pass = pass(Fixture.world(List.of(set, pod)), context.release(), step);
    assertThat(LabelPatcher.patch(pass, context).reason())
        .isEqualTo("ReplicaSet has no deployment owner");
    assertThat(step.build().effects()).isEmpty();
  }

  /** A batch of one. */
  private static BatchContext of(String revision, List<ObjectNode> pods) {
    ObjectNode object = Fixture.release(Fixture.ID, 0, List.of(1)).object();
    Json.dig(object, "status").put("updateRevision", revision);
    return context(Release.of(Fixture.world(List.of()), object), 2, pods);
  }

  private static BatchContext context(Release release, int replicas, List<ObjectNode> pods) {
    return new BatchContext(
        release, Fixture.workload(replicas, 0, 0), pods, 0, 0, Dial.NONE, PodFilter.ALL, null);
  }

  private static Map<String, ObjectNode> patched(BatchContext context, World world) {
    Step.Builder step = Step.builder();
    assertThat(LabelPatcher.patch(pass(world, context.release(), step), context).isDone()).isTrue();
    Map<String, ObjectNode> after = new TreeMap<>();
    context.pods().forEach(pod -> after.put(Meta.name(pod), pod));
    for (Effect effect : step.build().effects()) {
      Effect.MergePatch patch = (Effect.MergePatch) effect;
      after.computeIfPresent(
          patch.ref().name(), (name, pod) -> (ObjectNode) Json.mergePatch(pod, patch.patch()));
    }
    return after;
  }

  private static Pass pass(World world, Release release, Step.Builder step) {
    return new Pass(world, Instant.EPOCH, release, release.status().begun(), step);
  }

  private static ObjectNode object(String kind, String name, @Nullable ObjectNode owner) {
    ObjectNode object = Json.object().put("apiVersion", kind.equals("Pod") ? "v1" : "apps/v1");
    ObjectNode metadata =
        Json.dig(object.put("kind", kind), "metadata").put("name", name).put("namespace", "ns");
    metadata.put("uid", kind + name);
    if (owner != null) {
      metadata.putArray("ownerReferences").add(Meta.controllerReference(owner));
    }
    return object;
  }

  private static String label(Map<String, ObjectNode> pods, String name, String key) {
    return Meta.label(Objects.requireNonNull(pods.get(name)), key);
  }
}

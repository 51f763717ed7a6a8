// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A CloneSet")
class CloneSetControllerTest {
  private static final String DEMO =
      """
      apiVersion: apps.kruise.io/v1alpha1
      kind: CloneSet
      metadata: {name: demo}
      spec:
        replicas: 5
        selector: {matchLabels: {app: demo}}
        template:
          metadata: {labels: {app: demo}}
          spec: {containers: [{name: main, image: one}]}
      """;
  private static final String[] NUMBERS = {
    "observedGeneration",
    "replicas",
    "readyReplicas",
    "availableReplicas",
    "updatedReplicas",
    "updatedReadyReplicas",
    "updatedAvailableReplicas",
    "expectedUpdatedReplicas"
  };

  private final KruiseHarness cluster = new KruiseHarness();

  @Test
  @DisplayName("makes its pods, and counts them as the real one does")
  void makesPods() {
    ObjectRef demo = cluster.create(DEMO);
    // measured, up to the moments at which pods became ready
    assertThat(cluster.statuses(demo, NUMBERS))
        .containsExactly(
            "- - - - - - - -", "1 0 0 0 0 0 - 5", "1 5 0 0 5 0 - 5", "1 5 5 5 5 5 5 5");
    JsonNode status = cluster.status(demo);
    String revision = status.path("updateRevision").asText();
    assertThat(revision).matches("demo-[a-z0-9]+");
    assertThat(status.path("currentRevision").asText()).isEqualTo(revision);
    assertThat(status.path("labelSelector").asText()).isEqualTo("app=demo");
    assertThat(cluster.pods()).hasSize(5).allSatisfy(pod -> assertPod(pod, revision));
    assertThat(cluster.events("SuccessfulCreate"))
        .hasSize(5)
        .allMatch(message -> message.matches("succeed to create pod demo-.{5}"));
  }

  private static void assertPod(ObjectNode pod, String revision) {
    String name = Meta.name(pod);
    assertThat(Meta.label(pod, "controller-revision-hash")).isEqualTo(revision);
    assertThat(Meta.label(pod, "pod-template-hash")).isEqualTo(revision.substring(5));
    assertThat(name).isEqualTo("demo-" + Meta.label(pod, "apps.kruise.io/cloneset-instance-id"));
    assertThat(Meta.label(pod, "lifecycle.apps.kruise.io/state")).isEqualTo("Normal");
    assertThat(Meta.controller(pod)).isNotNull();
    assertThat(pod.path("spec").path("readinessGates"))
        .extracting(gate -> gate.path("conditionType").asText())
        .containsExactly("InPlaceUpdateReady", "KruisePodReady");
  }

  @Test
  @DisplayName("keeps its revision as a ControllerRevision of the template")
  void revision() {
    ObjectRef demo = cluster.create(DEMO);
    assertThat(cluster.list("apps", "ControllerRevision"))
        .singleElement()
        .satisfies(
            revision -> {
              String name = Meta.name(revision);
              assertThat(name).isEqualTo(cluster.status(demo).path("updateRevision").asText());
              assertThat(Meta.label(revision, "controller.kubernetes.io/hash"))
                  .isEqualTo(name.substring(5));
              assertThat(Meta.label(revision, "app")).isEqualTo("demo");
              assertThat(revision.path("revision").asInt()).isEqualTo(1);
              assertThat(Json.at(revision, "data", "spec", "template", "$patch").asText())
                  .isEqualTo("replace");
            });
  }

  @Test
  @DisplayName("updates as many pods as its partition lets go, one after the other")
  void partition() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.forgetChanges();
    cluster.patch(demo, image("two") + ", updateStrategy: {partition: 60%}}");
    // measured
    assertThat(cluster.statuses(demo, NUMBERS))
        .containsExactly(
            "1 5 5 5 5 5 5 5",
            "2 5 5 5 0 0 - 2",
            "2 4 4 4 0 0 - 2",
            "2 5 4 4 1 0 - 2",
            "2 5 5 5 1 1 1 2",
            "2 4 4 4 1 1 1 2",
            "2 5 4 4 2 1 1 2",
            "2 5 5 5 2 2 2 2");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 3L, "two", 2L));
    assertThat(cluster.status(demo).path("currentRevision"))
        .isNotEqualTo(cluster.status(demo).path("updateRevision"));
    assertThat(cluster.events("SuccessfulUpdatePodReCreate"))
        .hasSize(2)
        .allMatch(
            message ->
                message.endsWith(
                    "specified-delete for update(revision "
                        + cluster.status(demo).path("updateRevision").asText()
                        + ")"));
  }

  @Test
  @DisplayName("with partition 100% only notes the new revision")
  void wholePartition() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.forgetChanges();
    cluster.patch(demo, image("two") + ", updateStrategy: {partition: 100%}}");
    assertThat(cluster.statuses(demo, NUMBERS)) // measured
        .containsExactly("1 5 5 5 5 5 5 5", "2 5 5 5 0 0 - -");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 5L));
  }

  @Test
  @DisplayName("is stable as soon as all pods are of the new revision")
  void wholeUpdate() {
    ObjectRef demo = cluster.create(DEMO);
    String first = cluster.status(demo).path("currentRevision").asText();
    cluster.patch(demo, image("two") + "}");
    JsonNode status = cluster.status(demo);
    assertThat(status.path("currentRevision").asText())
        .isEqualTo(status.path("updateRevision").asText())
        .isNotEqualTo(first);
    assertThat(cluster.images()).isEqualTo(Map.of("two", 5L));
  }

  @Test
  @DisplayName("takes as many pods away at a time as maxUnavailable allows")
  void maxUnavailable() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.forgetChanges();
    cluster.patch(demo, image("two") + ", updateStrategy: {maxUnavailable: 2}}");
    assertThat(cluster.statuses(demo, "availableReplicas"))
        .contains("3")
        .doesNotContain("2", "1", "0");
  }

  @Test
  @DisplayName("with maxSurge makes new pods before it deletes old ones")
  void maxSurge() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.forgetChanges();
    cluster.patch(demo, image("two") + ", updateStrategy: {maxSurge: 2, maxUnavailable: 0}}");
    assertThat(cluster.statuses(demo, "availableReplicas")).doesNotContain("4", "3");
    assertThat(cluster.statuses(demo, "replicas")).contains("7").doesNotContain("8");
    assertThat(cluster.images()).isEqualTo(Map.of("two", 5L));
  }

  @Test
  @DisplayName("under blue-green doubles, and deletes no old pod before its time")
  void blueGreen() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.patch(
        demo,
        image("two")
            + ", minReadySeconds: 2147483646, updateStrategy: {maxSurge: 100%, maxUnavailable: 0}}");
    cluster.pass(Duration.ofHours(1));
    assertThat(cluster.images()).isEqualTo(Map.of("one", 5L, "two", 5L));
    assertThat(cluster.status(demo).path("updatedReadyReplicas").asInt()).isEqualTo(5);
    assertThat(cluster.status(demo).path("availableReplicas").asInt()).isZero();
  }

  @Test
  @DisplayName("scales in the proportion of its partition")
  void scales() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.patch(demo, image("two") + ", updateStrategy: {partition: 60%}}");
    cluster.patch(demo, "spec: {replicas: 8}");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 5L, "two", 3L)); // measured
    cluster.patch(demo, "spec: {replicas: 4}");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 3L, "two", 1L)); // measured
    cluster.patch(demo, "spec: {replicas: 0}");
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  @DisplayName("when paused scales, but updates nothing")
  void paused() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.patch(demo, image("two") + ", replicas: 6, updateStrategy: {paused: true}}");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 5L, "two", 1L));
    cluster.patch(demo, "spec: {updateStrategy: {paused: false}}");
    assertThat(cluster.images()).isEqualTo(Map.of("two", 6L));
  }

  @Test
  @DisplayName("goes back to a revision that it had, under a higher number")
  void rollback() {
    ObjectRef demo = cluster.create(DEMO);
    String first = cluster.status(demo).path("updateRevision").asText();
    cluster.patch(demo, image("two") + ", updateStrategy: {partition: 60%}}");
    cluster.patch(demo, image("one") + "}");
    JsonNode status = cluster.status(demo);
    assertThat(status.path("updateRevision").asText()).isEqualTo(first);
    assertThat(status.path("currentRevision").asText()).isEqualTo(first);
    // more pods are of the wanted revision than the partition asks for; none is updated back
    assertThat(status.path("updatedReplicas").asInt()).isEqualTo(3);
    assertThat(cluster.images()).isEqualTo(Map.of("one", 3L, "two", 2L));
    assertThat(cluster.list("apps", "ControllerRevision"))
        .extracting(revision -> revision.path("revision").asInt())
        .containsExactlyInAnyOrder(2, 3);
    cluster.patch(demo, "spec: {updateStrategy: {partition: 0}}");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 5L));
  }

  @Test
  @DisplayName("takes templates for the same that differ in what Go leaves away")
  void sameTemplate() {
    ObjectRef demo = cluster.create(DEMO);
    String revision = cluster.status(demo).path("updateRevision").asText();
    cluster.patch(
        demo,
        "spec: {template: {metadata: {annotations: {}}, spec: {volumes: [], nodeSelector: {}}}}");
    assertThat(cluster.status(demo).path("updateRevision").asText()).isEqualTo(revision);
    assertThat(cluster.list("apps", "ControllerRevision")).hasSize(1);
  }

  @Test
  @DisplayName("waits for pods that don't become ready")
  void broken() {
    KruiseHarness sick =
        new KruiseHarness(
            PodBehaviors.standard()
                .when(
                    pod -> pod.getSpec().getContainers().get(0).getImage().equals("two"),
                    PodBehavior.neverReady()));
    ObjectRef demo = sick.create(DEMO);
    sick.patch(demo, image("two") + ", updateStrategy: {maxUnavailable: 2}}");
    sick.pass(Duration.ofMinutes(10));
    assertThat(sick.images()).isEqualTo(Map.of("one", 3L, "two", 2L));
    // the broken ones go first
    sick.patch(demo, image("three") + "}");
    assertThat(sick.images()).isEqualTo(Map.of("three", 5L));
  }

  @Test
  @DisplayName("counts pods as available after minReadySeconds")
  void minReadySeconds() {
    ObjectRef demo =
        cluster.create(DEMO.replace("replicas: 5", "replicas: 1\n  minReadySeconds: 30"));
    assertThat(cluster.statuses(demo, "readyReplicas", "availableReplicas")).endsWith("1 0");
    cluster.pass(Duration.ofSeconds(28));
    assertThat(cluster.status(demo).path("availableReplicas").asInt()).isZero();
    cluster.pass(Duration.ofSeconds(31));
    assertThat(cluster.status(demo).path("availableReplicas").asInt()).isEqualTo(1);
  }

  @Test
  @DisplayName("deletes the pods that the spec names, and takes their names out")
  void podsToDelete() {
    ObjectRef demo = cluster.create(DEMO);
    String doomed = Meta.name(cluster.pods().get(2));
    cluster.patch(demo, "spec: {replicas: 4, scaleStrategy: {podsToDelete: [" + doomed + "]}}");
    assertThat(cluster.pods()).hasSize(4).extracting(Meta::name).doesNotContain(doomed);
    assertThat(cluster.get(demo).path("spec").path("scaleStrategy").has("podsToDelete")).isFalse();
  }

  @Test
  @DisplayName("deletes a pod only when its preDelete hook has let go of it")
  void preDelete() {
    ObjectRef demo =
        cluster.create(
            DEMO.replace(
                    "replicas: 5",
                    "replicas: 2\n  lifecycle: {preDelete: {labelsHandler: {hold: 'yes'}}}")
                .replace("labels: {app: demo}}\n", "labels: {app: demo, hold: 'yes'}}\n"));
    cluster.patch(demo, "spec: {replicas: 1}");
    List<ObjectNode> held =
        cluster.pods().stream()
            .filter(
                pod -> Meta.label(pod, "lifecycle.apps.kruise.io/state").equals("PreparingDelete"))
            .toList();
    assertThat(held).hasSize(1);
    cluster.patch(ref(held.get(0)), "metadata: {labels: {hold: null}}");
    assertThat(cluster.pods()).hasSize(1).doesNotContain(held.get(0));
  }

  @Test
  @DisplayName("spares a pod that waits for its deletion, when it is wanted again")
  void regret() {
    ObjectRef demo =
        cluster.create(
            DEMO.replace(
                    "replicas: 5",
                    "replicas: 2\n  lifecycle: {preDelete: {labelsHandler: {hold: 'yes'}}}")
                .replace("labels: {app: demo}}\n", "labels: {app: demo, hold: 'yes'}}\n"));
    List<String> names = cluster.pods().stream().map(Meta::name).toList();
    cluster.patch(demo, "spec: {replicas: 1}");
    cluster.patch(demo, "spec: {replicas: 2}");
    assertThat(cluster.pods()).extracting(Meta::name).isEqualTo(names);
    assertThat(cluster.status(demo).path("availableReplicas").asInt()).isEqualTo(2);
  }

  @Test
  @DisplayName("lets go of a pod whose labels no longer match, and makes another")
  void release() {
    cluster.create(DEMO);
    ObjectNode freed = cluster.pods().get(0);
    cluster.patch(ref(freed), "metadata: {labels: {app: other}}");
    assertThat(Meta.controller(cluster.get(ref(freed)))).isNull();
    assertThat(cluster.pods()).hasSize(6);
  }

  @Test
  @DisplayName("makes a pod in place of one that was deleted")
  void replaces() {
    ObjectRef demo = cluster.create(DEMO);
    ObjectNode gone = cluster.pods().get(0);
    cluster.delete(ref(gone));
    assertThat(cluster.pods()).hasSize(5).extracting(Meta::name).doesNotContain(Meta.name(gone));
    assertThat(cluster.status(demo).path("availableReplicas").asInt()).isEqualTo(5);
  }

  @Test
  @DisplayName("keeps as many old revisions as its limit says")
  void historyLimit() {
    ObjectRef demo =
        cluster.create(DEMO.replace("replicas: 5", "replicas: 1\n  revisionHistoryLimit: 2"));
    for (String image : List.of("two", "three", "four", "five")) {
      cluster.patch(demo, image(image) + "}");
    }
    assertThat(cluster.list("apps", "ControllerRevision"))
        .extracting(revision -> revision.path("revision").asInt())
        .containsExactlyInAnyOrder(3, 4, 5);
  }

  @Test
  @DisplayName("updates pods in the order of their priority")
  void priority() {
    ObjectRef demo = cluster.create(DEMO);
    ObjectNode first = cluster.pods().get(3);
    cluster.patch(ref(first), "metadata: {labels: {urgent: 'yes'}}");
    cluster.patch(
        demo,
        image("two")
            + ", updateStrategy: {partition: 4, priorityStrategy: {weightPriority:"
            + " [{weight: 10, matchSelector: {matchLabels: {urgent: 'yes'}}}]}}}");
    assertThat(cluster.pods()).extracting(Meta::name).doesNotContain(Meta.name(first));
    assertThat(cluster.images()).isEqualTo(Map.of("one", 4L, "two", 1L));
  }

  private static String image(String image) {
    return "spec: {template: {spec: {containers: [{name: main, image: " + image + "}]}}";
  }

  private static ObjectRef ref(ObjectNode object) {
    return ObjectRef.of(object);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An update in place")
class InPlaceUpdateTest {
  private static final String CLONE_SET =
      """
      apiVersion: apps.kruise.io/v1alpha1
      kind: CloneSet
      metadata: {name: demo}
      spec:
        replicas: 3
        updateStrategy: {type: InPlaceIfPossible}
        selector: {matchLabels: {app: demo}}
        template:
          metadata: {labels: {app: demo}}
          spec: {containers: [{name: main, image: one}, {name: side, image: side}]}
      """;

  private final KruiseHarness cluster = new KruiseHarness();

  @Test
  @DisplayName("keeps a CloneSet's pods, and restarts the containers with other images")
  void cloneSet() {
    ObjectRef demo = cluster.create(CLONE_SET);
    List<String> uids = uids();
    cluster.forgetChanges();
    cluster.patch(demo, template("two", "") + ", updateStrategy: {partition: 1}}");
    assertThat(uids()).isEqualTo(uids);
    assertThat(cluster.images()).isEqualTo(Map.of("one", 1L, "two", 2L));
    String revision = cluster.status(demo).path("updateRevision").asText();
    ObjectNode updated = ofImage("two");
    assertThat(Meta.label(updated, "controller-revision-hash")).isEqualTo(revision);
    assertThat(Meta.label(updated, "pod-template-hash")).isEqualTo(revision.substring(5));
    assertThat(Meta.label(updated, "lifecycle.apps.kruise.io/state")).isEqualTo("Normal");
    assertThat(Meta.annotation(updated, "apps.kruise.io/inplace-update-state"))
        .contains("\"revision\":\"" + revision + "\"", "\"containers\":[\"main\"]");
    assertThat(Json.at(updated, "status", "containerStatuses"))
        .extracting(
            status -> status.path("image").asText() + " " + status.path("restartCount").asInt())
        .containsExactly("two 1", "side 0");
    assertThat(cluster.events("SuccessfulUpdatePodInPlace"))
        .hasSize(2)
        .allMatch(message -> message.endsWith(" in-place(revision " + revision + ")"));
    assertThat(cluster.events("SuccessfulCreate")).isEmpty();
  }

  @Test
  @DisplayName("makes one pod unready after the other")
  void oneByOne() {
    ObjectRef demo = cluster.create(CLONE_SET);
    cluster.forgetChanges();
    cluster.patch(demo, template("two", "") + "}");
    assertThat(cluster.statuses(demo, "availableReplicas", "updatedReplicas"))
        .startsWith("3 3", "3 0", "2 1", "3 1")
        .endsWith("3 3")
        .doesNotContain("1 2", "1 1", "0 3");
  }

  @Test
  @DisplayName("changes labels and annotations of the template as well")
  void metadata() {
    ObjectRef demo = cluster.create(CLONE_SET);
    List<String> uids = uids();
    cluster.patch(demo, template("one", ", metadata: {labels: {tier: web}}") + "}");
    assertThat(uids()).isEqualTo(uids);
    assertThat(cluster.pods())
        .allMatch(pod -> Meta.label(pod, "tier").equals("web"))
        .allMatch(pod -> Meta.label(pod, "app").equals("demo"));
    cluster.patch(demo, template("one", ", metadata: {labels: {tier: null}}") + "}");
    assertThat(cluster.pods()).noneMatch(pod -> Meta.of(pod).path("labels").has("tier"));
  }

  @Test
  @DisplayName("is not possible when anything else differs: pods are made anew")
  void recreate() {
    ObjectRef demo = cluster.create(CLONE_SET);
    List<String> uids = uids();
    cluster.patch(demo, "spec: {template: {spec: {hostNetwork: true}}}");
    assertThat(uids()).doesNotContainAnyElementsOf(uids);
  }

  @Test
  @DisplayName("is the only way under InPlaceOnly")
  void only() {
    ObjectRef demo =
        cluster.create(CLONE_SET.replace("type: InPlaceIfPossible", "type: InPlaceOnly"));
    List<String> uids = uids();
    cluster.patch(demo, "spec: {template: {spec: {hostNetwork: true}}}");
    assertThat(uids()).isEqualTo(uids);
    cluster.patch(
        demo, template("two", "").replace("spec: {c", "spec: {hostNetwork: null, c") + "}");
    assertThat(uids()).isEqualTo(uids);
    assertThat(cluster.images()).isEqualTo(Map.of("two", 3L));
  }

  @Test
  @DisplayName("leaves a pod unready whose new image does not become ready")
  void broken() {
    KruiseHarness sick =
        new KruiseHarness(
            PodBehaviors.standard()
                .when(
                    pod -> pod.getSpec().getContainers().get(0).getImage().equals("two"),
                    PodBehavior.neverReady()));
    ObjectRef demo = sick.create(CLONE_SET);
    sick.patch(demo, template("two", "") + "}");
    assertThat(sick.images()).isEqualTo(Map.of("one", 2L, "two", 1L));
    assertThat(sick.status(demo).path("updatedReadyReplicas").asInt()).isZero();
    assertThat(sick.status(demo).path("readyReplicas").asInt()).isEqualTo(2);
  }

  @Test
  @DisplayName("waits for its hook, before and after")
  void hook() {
    ObjectRef demo =
        cluster.create(
            CLONE_SET
                .replace(
                    "replicas: 3",
                    "replicas: 1\n  lifecycle: {inPlaceUpdate: {labelsHandler: {hold: 'yes'}}}")
                .replace("labels: {app: demo}}\n", "labels: {app: demo, hold: 'yes'}}\n"));
    cluster.patch(demo, template("two", "") + "}");
    assertThat(state()).isEqualTo("PreparingUpdate");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 1L));
    ObjectRef pod = ObjectRef.of(cluster.pods().get(0));
    cluster.patch(pod, "metadata: {labels: {hold: null}}");
    assertThat(state()).isEqualTo("Updated");
    assertThat(cluster.images()).isEqualTo(Map.of("two", 1L));
    assertThat(cluster.status(demo).path("availableReplicas").asInt()).isZero();
    cluster.patch(pod, "metadata: {labels: {hold: 'yes'}}");
    assertThat(state()).isEqualTo("Normal");
    assertThat(cluster.status(demo).path("availableReplicas").asInt()).isEqualTo(1);
  }

  @Test
  @DisplayName("is a way of an Advanced StatefulSet too")
  void statefulSet() {
    ObjectRef demo =
        cluster.create(
            CLONE_SET
                .replace("v1alpha1", "v1beta1")
                .replace("kind: CloneSet", "kind: StatefulSet")
                .replace(
                    "{type: InPlaceIfPossible}",
                    "{rollingUpdate: {podUpdatePolicy: InPlaceIfPossible}}"));
    List<String> uids = uids();
    cluster.patch(demo, template("two", "") + ", updateStrategy: {rollingUpdate: {partition: 1}}}");
    assertThat(uids()).isEqualTo(uids);
    assertThat(cluster.images()).isEqualTo(Map.of("one", 1L, "two", 2L));
    assertThat(cluster.status(demo).path("updatedReplicas").asInt()).isEqualTo(2);
    assertThat(cluster.status(demo).path("currentReplicas").asInt()).isEqualTo(1);
    cluster.patch(demo, "spec: {updateStrategy: {rollingUpdate: {partition: 0}}}");
    assertThat(cluster.status(demo).path("currentRevision"))
        .isEqualTo(cluster.status(demo).path("updateRevision"));
    cluster.patch(demo, "spec: {template: {spec: {hostNetwork: true}}}");
    assertThat(uids()).doesNotContainAnyElementsOf(uids);
  }

  @Test
  @DisplayName("is a way of an Advanced DaemonSet too")
  void daemonSet() {
    ObjectRef demo =
        cluster.create(
            CLONE_SET
                .replace("kind: CloneSet", "kind: DaemonSet")
                .replace("  replicas: 3\n", "")
                .replace(
                    "{type: InPlaceIfPossible}",
                    "{rollingUpdate: {rollingUpdateType: InPlaceIfPossible}}"));
    List<String> uids = uids();
    cluster.patch(demo, template("two", "") + ", updateStrategy: {rollingUpdate: {partition: 1}}}");
    assertThat(uids()).isEqualTo(uids);
    assertThat(cluster.images()).isEqualTo(Map.of("one", 1L, "two", 2L));
    assertThat(cluster.status(demo).path("updatedNumberScheduled").asInt()).isEqualTo(2);
    assertThat(cluster.status(demo).path("numberAvailable").asInt()).isEqualTo(3);
    cluster.patch(
        demo,
        "spec: {template: {spec: {hostNetwork: true}}, updateStrategy: {rollingUpdate: {partition: 0}}}");
    assertThat(uids()).doesNotContainAnyElementsOf(uids);
  }

  private List<String> uids() {
    return cluster.pods().stream().map(Meta::uid).toList();
  }

  private ObjectNode ofImage(String image) {
    return cluster.pods().stream()
        .filter(pod -> KruiseHarness.image(pod).equals(image))
        .findFirst()
        .orElseThrow();
  }

  private String state() {
    return Meta.label(cluster.pods().get(0), "lifecycle.apps.kruise.io/state");
  }

  private static String template(String image, String more) {
    return "spec: {template: {spec: {containers: [{name: main, image: "
        + image
        + "}, {name: side, image: side}]}"
        + more
        + "}";
  }
}

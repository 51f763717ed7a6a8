// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An Advanced StatefulSet")
class AdvancedStatefulSetControllerTest {
  private static final String DEMO =
      """
      apiVersion: apps.kruise.io/v1beta1
      kind: StatefulSet
      metadata: {name: demo}
      spec:
        replicas: 4
        serviceName: here
        selector: {matchLabels: {app: demo}}
        template:
          metadata: {labels: {app: demo}}
          spec: {containers: [{name: main, image: one}]}
      """;
  private static final String[] NUMBERS = {
    "observedGeneration",
    "replicas",
    "readyReplicas",
    "currentReplicas",
    "updatedReplicas",
    "updatedReadyReplicas"
  };

  private final KruiseHarness cluster = new KruiseHarness();

  @Test
  @DisplayName("makes one pod after the other, and counts them as the real one does")
  void makesPods() {
    ObjectRef demo = cluster.create(DEMO);
    // measured
    assertThat(cluster.statuses(demo, NUMBERS))
        .containsExactly(
            "- - - - - -",
            "1 0 0 0 0 -",
            "1 1 0 1 1 -",
            "1 1 1 1 1 1",
            "1 2 1 2 2 1",
            "1 2 2 2 2 2",
            "1 3 2 3 3 2",
            "1 3 3 3 3 3",
            "1 4 3 4 4 3",
            "1 4 4 4 4 4");
    assertThat(cluster.pods())
        .extracting(Meta::name)
        .containsExactly("demo-0", "demo-1", "demo-2", "demo-3");
    ObjectNode pod = cluster.pods().get(2);
    assertThat(Meta.of(pod).path("labels"))
        .isEqualTo(
            KruiseHarness.yaml(
                "{app: demo, statefulset.kubernetes.io/pod-name: demo-2,"
                    + " apps.kubernetes.io/pod-index: '2', controller-revision-hash: "
                    + cluster.status(demo).path("currentRevision").asText()
                    + ", lifecycle.apps.kruise.io/state: Normal}"));
    assertThat(pod.path("spec").path("hostname").asText()).isEqualTo("demo-2");
    assertThat(pod.path("spec").path("subdomain").asText()).isEqualTo("here");
    assertThat(cluster.events("SuccessfulCreate"))
        .contains("create Pod demo-0 in StatefulSet demo successful");
  }

  @Test
  @DisplayName("updates the pods beyond its partition, from the highest ordinal down")
  void partition() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.patch(demo, image("two") + ", updateStrategy: {rollingUpdate: {partition: 4}}}");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 4L));
    cluster.forgetChanges();
    cluster.patch(demo, "spec: {updateStrategy: {rollingUpdate: {partition: 2}}}");
    // measured
    assertThat(cluster.statuses(demo, NUMBERS))
        .containsExactly(
            "2 4 4 4 0 -",
            "3 4 4 3 0 -",
            "3 3 3 3 0 -",
            "3 4 3 3 1 -",
            "3 4 4 2 1 1",
            "3 3 3 2 1 1",
            "3 4 3 2 2 1",
            "3 4 4 2 2 2");
    assertThat(imageOf())
        .isEqualTo(Map.of("demo-0", "one", "demo-1", "one", "demo-2", "two", "demo-3", "two"));
    assertThat(cluster.events("SuccessfulDelete"))
        .containsExactly(
            "delete Pod demo-3 in StatefulSet demo successful",
            "delete Pod demo-2 in StatefulSet demo successful");
    cluster.patch(demo, "spec: {updateStrategy: {rollingUpdate: {partition: 0}}}");
    JsonNode status = cluster.status(demo);
    assertThat(status.path("currentRevision")).isEqualTo(status.path("updateRevision"));
    assertThat(status.path("currentReplicas").asInt()).isEqualTo(4);
  }

  @Test
  @DisplayName("gives pods the revision of their ordinal when it scales")
  void scales() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.patch(demo, image("two") + ", updateStrategy: {rollingUpdate: {partition: 2}}}");
    cluster.forgetChanges();
    cluster.patch(demo, "spec: {replicas: 5}");
    assertThat(cluster.statuses(demo, NUMBERS)) // measured
        .containsExactly("2 4 4 2 2 2", "3 4 4 2 2 2", "3 5 4 2 3 2", "3 5 5 2 3 3");
    cluster.patch(demo, "spec: {replicas: 1}");
    cluster.patch(demo, "spec: {replicas: 3}");
    assertThat(imageOf()).isEqualTo(Map.of("demo-0", "one", "demo-1", "one", "demo-2", "two"));
  }

  @Test
  @DisplayName("updates several pods at once when maxUnavailable allows")
  void maxUnavailable() {
    ObjectRef demo =
        cluster.create(DEMO.replace("serviceName", "podManagementPolicy: Parallel\n  serviceName"));
    cluster.forgetChanges();
    cluster.patch(demo, image("two") + ", updateStrategy: {rollingUpdate: {maxUnavailable: 2}}}");
    assertThat(cluster.statuses(demo, "readyReplicas")).contains("2").doesNotContain("1", "0");
    assertThat(cluster.images()).isEqualTo(Map.of("two", 4L));
  }

  @Test
  @DisplayName("makes all pods at once under the policy Parallel")
  void parallel() {
    ObjectRef demo =
        cluster.create(DEMO.replace("serviceName", "podManagementPolicy: Parallel\n  serviceName"));
    assertThat(cluster.statuses(demo, NUMBERS))
        .containsExactly("- - - - - -", "1 0 0 0 0 -", "1 4 0 4 4 -", "1 4 4 4 4 4");
    cluster.patch(demo, "spec: {replicas: 0}");
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  @DisplayName("makes no more pods than scaleStrategy.maxUnavailable leaves room for")
  void scaleMaxUnavailable() {
    ObjectRef demo =
        cluster.create(
            DEMO.replace(
                "serviceName",
                "podManagementPolicy: Parallel\n  scaleStrategy: {maxUnavailable: 2}\n  serviceName"));
    assertThat(cluster.statuses(demo, "replicas", "readyReplicas"))
        .contains("2 0")
        .doesNotContain("4 0", "3 0")
        .endsWith("4 4");
  }

  @Test
  @DisplayName("leaves reserved ordinals out")
  void reserveOrdinals() {
    ObjectRef demo =
        cluster.create(DEMO.replace("serviceName", "reserveOrdinals: [1, 3-4]\n  serviceName"));
    assertThat(cluster.pods())
        .extracting(Meta::name)
        .containsExactly("demo-0", "demo-2", "demo-5", "demo-6");
    cluster.patch(demo, "spec: {reserveOrdinals: [0]}");
    assertThat(cluster.pods())
        .extracting(Meta::name)
        .containsExactly("demo-1", "demo-2", "demo-3", "demo-4");
  }

  @Test
  @DisplayName("when unordered, updates by priority, and keeps as many as the partition says")
  void unordered() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.patch(ObjectRef.of(cluster.pods().get(0)), "metadata: {labels: {urgent: 'yes'}}");
    cluster.patch(
        demo,
        image("two")
            + ", updateStrategy: {rollingUpdate: {partition: 3, unorderedUpdate: {priorityStrategy:"
            + " {weightPriority: [{weight: 10, matchSelector: {matchLabels: {urgent: 'yes'}}}]}}}}}");
    assertThat(imageOf())
        .isEqualTo(Map.of("demo-0", "two", "demo-1", "one", "demo-2", "one", "demo-3", "one"));
  }

  @Test
  @DisplayName("updates nothing while paused, and nothing under OnDelete")
  void heldBack() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.patch(demo, image("two") + ", updateStrategy: {rollingUpdate: {paused: true}}}");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 4L));
    cluster.patch(demo, "spec: {updateStrategy: {type: OnDelete, rollingUpdate: null}}");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 4L));
    cluster.delete(ObjectRef.of(cluster.pods().get(1)));
    assertThat(imageOf()).containsEntry("demo-1", "two").containsEntry("demo-0", "one");
  }

  @Test
  @DisplayName("stops at a pod that doesn't become ready, but replaces that one")
  void broken() {
    KruiseHarness sick =
        new KruiseHarness(
            PodBehaviors.standard()
                .when(
                    pod -> pod.getSpec().getContainers().get(0).getImage().equals("two"),
                    PodBehavior.neverReady()));
    ObjectRef demo = sick.create(DEMO);
    sick.patch(demo, image("two") + "}");
    sick.pass(Duration.ofMinutes(10));
    assertThat(sick.images()).isEqualTo(Map.of("one", 3L, "two", 1L));
  }

  @Test
  @DisplayName("waits minReadySeconds from one pod to the next")
  void minReadySeconds() {
    ObjectRef demo =
        cluster.create(
            DEMO.replace(
                "serviceName",
                "updateStrategy: {rollingUpdate: {minReadySeconds: 30}}\n  serviceName"));
    assertThat(cluster.pods()).hasSize(1);
    cluster.pass(Duration.ofMinutes(2));
    assertThat(cluster.pods()).hasSize(4);
    assertThat(cluster.status(demo).path("availableReplicas").asInt()).isEqualTo(4);
  }

  @Test
  @DisplayName("goes back to the revision before, pod by pod")
  void rollback() {
    ObjectRef demo = cluster.create(DEMO);
    String first = cluster.status(demo).path("currentRevision").asText();
    cluster.patch(demo, image("two") + ", updateStrategy: {rollingUpdate: {partition: 2}}}");
    cluster.patch(demo, image("one") + "}");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 4L));
    assertThat(cluster.status(demo).path("updateRevision").asText()).isEqualTo(first);
  }

  @Test
  @DisplayName("deletes pods that are marked for it, whatever the partition says")
  void specifiedDelete() {
    cluster.create(DEMO);
    ObjectNode doomed = cluster.pods().get(1);
    cluster.patch(
        ObjectRef.of(doomed), "metadata: {labels: {apps.kruise.io/specified-delete: 'true'}}");
    assertThat(cluster.pods()).hasSize(4);
    assertThat(Meta.uid(cluster.pods().get(1))).isNotEqualTo(Meta.uid(doomed));
  }

  @Test
  @DisplayName("adopts a pod that nobody controls, if it is called as its own")
  void adopts() {
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: demo-1, labels: {app: demo}}, spec: {containers: []}}");
    cluster.create(
        "{apiVersion: v1, kind: Pod, metadata: {name: stranger, labels: {app: demo}}, spec: {containers: []}}");
    ObjectRef demo = cluster.create(DEMO);
    Map<String, Boolean> controlled = new TreeMap<>();
    cluster
        .pods()
        .forEach(pod -> controlled.put(Meta.name(pod), Meta.controlledBy(pod, cluster.get(demo))));
    assertThat(controlled).containsEntry("demo-1", true).containsEntry("stranger", false);
  }

  private Map<String, String> imageOf() {
    Map<String, String> images = new TreeMap<>();
    cluster.pods().forEach(pod -> images.put(Meta.name(pod), KruiseHarness.image(pod)));
    return images;
  }

  private static String image(String image) {
    return "spec: {template: {spec: {containers: [{name: main, image: " + image + "}]}}";
  }
}

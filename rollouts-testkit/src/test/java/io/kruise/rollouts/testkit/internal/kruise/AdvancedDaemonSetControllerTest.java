// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import static org.assertj.core.api.Assertions.assertThat;

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

@DisplayName("An Advanced DaemonSet")
class AdvancedDaemonSetControllerTest {
  private static final String DEMO =
      """
      apiVersion: apps.kruise.io/v1alpha1
      kind: DaemonSet
      metadata: {name: demo}
      spec:
        selector: {matchLabels: {app: demo}}
        template:
          metadata: {labels: {app: demo}}
          spec: {containers: [{name: main, image: one}]}
      """;
  private static final String[] NUMBERS = {
    "observedGeneration",
    "currentNumberScheduled",
    "desiredNumberScheduled",
    "numberReady",
    "numberAvailable",
    "numberUnavailable",
    "updatedNumberScheduled"
  };

  private final KruiseHarness cluster = new KruiseHarness();

  @Test
  @DisplayName("runs a pod on each node")
  void makesPods() {
    ObjectRef demo = cluster.create(DEMO);
    assertThat(cluster.statuses(demo, NUMBERS))
        .containsExactly("- - - - - - -", "- 0 3 0 - 3 0", "1 3 3 0 - 3 3", "1 3 3 3 3 - 3");
    assertThat(nodes()).containsOnlyKeys("node-1", "node-2", "node-3");
    String hash = cluster.status(demo).path("daemonSetHash").asText();
    assertThat(cluster.pods())
        .allMatch(pod -> Meta.label(pod, "controller-revision-hash").equals(hash))
        .allMatch(pod -> Meta.of(pod).path("generateName").asText().equals("demo-"));
    assertThat(cluster.list("apps", "ControllerRevision"))
        .singleElement()
        .satisfies(
            revision -> {
              assertThat(Meta.name(revision)).isEqualTo("demo-" + hash);
              assertThat(Meta.label(revision, "controller-revision-hash")).isEqualTo(hash);
            });
  }

  @Test
  @DisplayName("updates all nodes but those of its partition, one after the other")
  void partition() {
    ObjectRef demo = cluster.create(DEMO);
    String first = cluster.status(demo).path("daemonSetHash").asText();
    cluster.forgetChanges();
    cluster.patch(demo, image("two") + ", updateStrategy: {rollingUpdate: {partition: 3}}}");
    assertThat(cluster.statuses(demo, NUMBERS)) // measured
        .containsExactly("1 3 3 3 3 - 3", "2 3 3 3 3 - 0");
    assertThat(cluster.status(demo).path("daemonSetHash").asText()).isNotEqualTo(first);
    cluster.forgetChanges();
    cluster.patch(demo, "spec: {updateStrategy: {rollingUpdate: {partition: 1}}}");
    assertThat(cluster.statuses(demo, NUMBERS)) // measured, but for the moments of becoming ready
        .containsExactly(
            "2 3 3 3 3 - 0",
            "3 3 3 3 3 - 0",
            "3 2 3 2 2 1 0",
            "3 3 3 2 2 1 1",
            "3 3 3 3 3 - 1",
            "3 2 3 2 2 1 1",
            "3 3 3 2 2 1 2",
            "3 3 3 3 3 - 2");
    assertThat(nodes()).isEqualTo(Map.of("node-1", "one", "node-2", "two", "node-3", "two"));
    assertThat(cluster.events("SuccessfulDelete"))
        .hasSize(2)
        .allMatch(m -> m.startsWith("Deleted pod: demo-"));
    cluster.patch(demo, "spec: {updateStrategy: {rollingUpdate: {partition: 0}}}");
    assertThat(cluster.images()).isEqualTo(Map.of("two", 3L));
  }

  @Test
  @DisplayName("updates several nodes at once when maxUnavailable allows")
  void maxUnavailable() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.forgetChanges();
    cluster.patch(demo, image("two") + ", updateStrategy: {rollingUpdate: {maxUnavailable: 2}}}");
    assertThat(cluster.statuses(demo, "numberAvailable")).contains("1").doesNotContain("-");
    assertThat(cluster.images()).isEqualTo(Map.of("two", 3L));
  }

  @Test
  @DisplayName("with maxSurge runs the new pod beside the old one until it is ready")
  void maxSurge() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.forgetChanges();
    cluster.patch(
        demo,
        image("two") + ", updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}}");
    assertThat(cluster.statuses(demo, "currentNumberScheduled")).containsOnly("3");
    assertThat(nodes()).isEqualTo(Map.of("node-1", "two", "node-2", "two", "node-3", "two"));
    assertThat(cluster.pods()).hasSize(3);
  }

  @Test
  @DisplayName("updates nothing while paused, and nothing under OnDelete")
  void heldBack() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.patch(demo, image("two") + ", updateStrategy: {rollingUpdate: {paused: true}}}");
    assertThat(cluster.images()).isEqualTo(Map.of("one", 3L));
    cluster.patch(demo, "spec: {updateStrategy: {type: OnDelete, rollingUpdate: null}}");
    cluster.delete(ObjectRef.of(cluster.pods().get(0)));
    assertThat(cluster.images()).isEqualTo(Map.of("one", 2L, "two", 1L));
  }

  @Test
  @DisplayName("updates only the selected nodes")
  void selector() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.patch(
        demo,
        image("two")
            + ", updateStrategy: {rollingUpdate:"
            + " {selector: {matchLabels: {kubernetes.io/hostname: node-2}}}}}");
    assertThat(nodes()).isEqualTo(Map.of("node-1", "one", "node-2", "two", "node-3", "one"));
  }

  @Test
  @DisplayName("stops at a node where the new pod doesn't become ready")
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
    assertThat(sick.images()).isEqualTo(Map.of("one", 2L, "two", 1L));
    sick.patch(demo, image("three") + "}");
    assertThat(sick.images()).isEqualTo(Map.of("three", 3L));
  }

  @Test
  @DisplayName("follows the nodes: their coming, their taints, and what the template asks for")
  void followsNodes() {
    ObjectRef demo = cluster.create(DEMO);
    cluster.create(
        "{apiVersion: v1, kind: Node, metadata: {name: node-4, labels: {disk: fast}}, spec: {}}");
    assertThat(nodes()).hasSize(4);
    ObjectRef node = new ObjectRef("", "Node", "", "node-4");
    cluster.patch(node, "spec: {taints: [{key: gone, effect: NoExecute}]}");
    assertThat(nodes()).doesNotContainKey("node-4");
    cluster.patch(
        node, "spec: {taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}");
    assertThat(nodes()).hasSize(4);
    cluster.patch(demo, "spec: {template: {spec: {nodeSelector: {disk: fast}}}}");
    assertThat(nodes()).containsOnlyKeys("node-4");
    assertThat(cluster.status(demo).path("desiredNumberScheduled").asInt()).isEqualTo(1);
  }

  private Map<String, String> nodes() {
    Map<String, String> images = new TreeMap<>();
    for (ObjectNode pod : cluster.pods()) {
      images.put(pod.path("spec").path("nodeName").asText(), KruiseHarness.image(pod));
    }
    return images;
  }

  private static String image(String image) {
    return "spec: {template: {spec: {containers: [{name: main, image: " + image + "}]}}";
  }
}

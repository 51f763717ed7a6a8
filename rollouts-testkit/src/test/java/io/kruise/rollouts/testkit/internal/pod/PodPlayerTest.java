// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehavior;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.workload.WorkloadHarness;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodPlayerTest {
  private WorkloadHarness harness = new WorkloadHarness(PodBehaviors.standard());

  @Test
  void isScheduledThenRunsAndIsReady() {
    create("a", "");
    assertThat(status("a").path("phase").asText()).isEqualTo("Pending");
    harness.run(Duration.ofMillis(100));
    assertThat(Pods.node(harness.get("Pod", "a"))).isEqualTo("node-1");
    assertThat(ready("a")).isFalse();
    harness.run(Duration.ofMillis(200));

    JsonNode status = status("a");
    assertThat(status.path("phase").asText()).isEqualTo("Running");
    assertThat(status.path("conditions"))
        .extracting(condition -> condition.path("type").asText())
        .containsExactly("Initialized", "Ready", "ContainersReady", "PodScheduled");
    assertThat(status.path("conditions"))
        .allSatisfy(condition -> assertThat(condition.path("status").asText()).isEqualTo("True"));
    assertThat(status.path("podIP").asText()).startsWith("10.");
    assertThat(status.path("hostIP").asText()).isEqualTo("10.0.0.1");
    JsonNode container = status.path("containerStatuses").path(0);
    assertThat(container.path("name").asText()).isEqualTo("main");
    assertThat(container.path("ready").asBoolean()).isTrue();
    assertThat(container.path("state").has("running")).isTrue();
    assertThat(harness.history("Pod", "a")).hasSize(3);
    assertThat(harness.messages("Scheduled"))
        .containsExactly("Successfully assigned default/a to node-1");
  }

  @Test
  void isReadyAfterItsTimeToTheMillisecond() {
    harness.run(Duration.ofMillis(730));
    create("a", "ready-after=5s");
    harness.seconds(5);
    assertThat(status("a").path("phase").asText()).isEqualTo("Running");
    assertThat(ready("a")).isFalse();
    harness.run(Duration.ofMillis(10));
    assertThat(ready("a")).isTrue();
  }

  @Test
  void keepsItsTimeThoughItIsLabelled() {
    create("a", "ready-after=5s");
    harness.seconds(2);
    harness.patch("Pod", "a", "{'metadata':{'labels':{'batch':'1'}}}");
    harness.run(Duration.ofMillis(2900));
    assertThat(ready("a")).isFalse();
    harness.run(Duration.ofMillis(200));
    assertThat(ready("a")).isTrue();
  }

  @Test
  void neverBecomesReady() {
    create("a", "never");
    harness.seconds(3600);
    assertThat(status("a").path("phase").asText()).isEqualTo("Running");
    assertThat(ready("a")).isFalse();
    assertThat(Pods.condition(harness.get("Pod", "a"), "Ready").path("message").asText())
        .isEqualTo("containers with unready status: [main]");
  }

  @Test
  void crashesAgainAndAgain() {
    create("a", "crash=OOMKilled");
    harness.seconds(5);
    JsonNode container = status("a").path("containerStatuses").path(0);
    assertThat(container.path("state").path("waiting").path("reason").asText())
        .isEqualTo("CrashLoopBackOff");
    assertThat(container.path("lastState").path("terminated").path("reason").asText())
        .isEqualTo("OOMKilled");
    assertThat(container.path("lastState").path("terminated").path("exitCode").asInt())
        .isEqualTo(137);
    assertThat(Pods.restarts(harness.get("Pod", "a"))).isZero();
    harness.seconds(10);
    assertThat(Pods.restarts(harness.get("Pod", "a"))).isEqualTo(1);
    harness.seconds(20);
    assertThat(Pods.restarts(harness.get("Pod", "a"))).isEqualTo(2);
    harness.seconds(3600);
    assertThat(Pods.restarts(harness.get("Pod", "a"))).isBetween(14, 17);
  }

  @Test
  void canNotEvenStart() {
    create("a", "crash=ImagePullBackOff");
    harness.seconds(60);
    assertThat(status("a").path("phase").asText()).isEqualTo("Pending");
    JsonNode container = status("a").path("containerStatuses").path(0);
    assertThat(container.path("state").path("waiting").path("reason").asText())
        .isEqualTo("ImagePullBackOff");
    assertThat(container.path("restartCount").asInt()).isZero();
  }

  @Test
  void recoversAfterItsTime() {
    create("a", "recover-after=15s");
    harness.seconds(14);
    assertThat(ready("a")).isFalse();
    assertThat(Pods.restarts(harness.get("Pod", "a"))).isEqualTo(1);
    harness.seconds(2);
    assertThat(ready("a")).isTrue();
  }

  @Test
  void letsOnlySoManyOfAReleaseRun() {
    for (String name : new String[] {"a", "b", "c"}) {
      create(name, "ready-limit=2");
    }
    create("other", "");
    harness.seconds(2);
    assertThat(harness.list("Pod").stream().filter(Pods::ready).map(Meta::name))
        .containsExactly("a", "b", "other");
    assertThat(status("c").path("phase").asText()).isEqualTo("Pending");
    assertThat(Pods.condition(harness.get("Pod", "c"), "PodScheduled").path("reason").asText())
        .isEqualTo("Unschedulable");

    harness.delete("Pod", "a");
    harness.seconds(2);
    assertThat(ready("c")).isTrue();
  }

  @Test
  void obeysTheConformanceKitsLimit() {
    ObjectNode pod = pod("a");
    Json.dig(pod, "metadata", "annotations").put("conformance/ready-limit", "0");
    harness.create(pod);
    harness.seconds(60);
    assertThat(ready("a")).isFalse();
  }

  @Test
  void waitsForANodeThatItsSelectorMatches() {
    ObjectNode pod = pod("a");
    Json.dig(pod, "spec", "nodeSelector").put("disk", "fast");
    harness.create(pod);
    harness.seconds(2);
    assertThat(Pods.node(harness.get("Pod", "a"))).isEmpty();
    assertThat(harness.messages("FailedScheduling"))
        .containsExactly(
            "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector."
                + " preemption: 0/3 nodes are available: 3 Preemption is not helpful for"
                + " scheduling.");
    harness.patch("Node", "node-3", "{'metadata':{'labels':{'disk':'fast'}}}");
    harness.seconds(2);
    assertThat(Pods.node(harness.get("Pod", "a"))).isEqualTo("node-3");
    assertThat(ready("a")).isTrue();
  }

  @Test
  void endsWhenItsDeletionIsAskedFor() {
    create("a", "");
    harness.seconds(1);
    harness.delete("Pod", "a", "DEFAULT");
    assertThat(Meta.deleting(harness.get("Pod", "a"))).isTrue();
    harness.seconds(1);
    assertThat(harness.exists("Pod", "a")).isFalse();
  }

  @Test
  void obeysRulesBeforeAnnotations() {
    harness =
        new WorkloadHarness(
            PodBehaviors.standard()
                .when(
                    pod -> pod.getMetadata().getName().startsWith("slow"),
                    PodBehavior.readyAfter(Duration.ofSeconds(10)))
                .otherwise(PodBehavior.neverReady()));
    create("slow-1", "never");
    create("told", "ready");
    create("else", "");
    harness.seconds(11);
    assertThat(ready("slow-1")).isTrue();
    assertThat(ready("told")).isTrue();
    assertThat(ready("else")).isFalse();
  }

  @Test
  void showsAMistakeInTheAnnotation() {
    create("a", "whenever");
    harness.seconds(1);
    assertThat(
            status("a")
                .path("containerStatuses")
                .path(0)
                .path("state")
                .path("waiting")
                .path("reason")
                .asText())
        .isEqualTo("InvalidPodBehavior");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "later", "ready-after", "ready-after=5", "ready-limit=x"})
  void refusesOtherWords(String words) {
    assertThatThrownBy(() -> PodBehavior.parse(words)).isInstanceOf(IllegalArgumentException.class);
  }

  private void create(String name, String words) {
    ObjectNode pod = pod(name);
    if (!words.isEmpty()) {
      Json.dig(pod, "metadata", "annotations").put(PodBehavior.ANNOTATION, words);
      Json.dig((ObjectNode) pod.path("spec").path("containers").path(0)).put("image", words);
    }
    harness.create(pod);
  }

  private static ObjectNode pod(String name) {
    return (ObjectNode)
        WorkloadHarness.json(
            "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'"
                + name
                + "'},'spec':{'containers':[{'name':'main','image':'busybox'}]}}");
  }

  private JsonNode status(String name) {
    return harness.get("Pod", name).path("status");
  }

  private boolean ready(String name) {
    return Pods.ready(harness.get("Pod", name));
  }
}

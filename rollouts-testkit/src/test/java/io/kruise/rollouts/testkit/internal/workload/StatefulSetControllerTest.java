// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatefulSetControllerTest {
  private final WorkloadHarness harness =
      new WorkloadHarness(PodBehaviors.standard(), new StatefulSetController());

  @Test
  void createsPodsOneAfterTheOther() {
    harness.create(set(3, "OrderedReady"));
    harness.seconds(5);

    assertThat(harness.list("Pod").stream().map(Meta::name))
        .containsExactly("web-0", "web-1", "web-2");
    assertThat(numbers("replicas")).containsSubsequence(0, 1, 2, 3);
    ObjectNode pod = harness.get("Pod", "web-1");
    String revision =
        harness.get("StatefulSet", "web").path("status").path("updateRevision").asText();
    assertThat(Meta.of(pod).path("labels"))
        .isEqualTo(
            WorkloadHarness.json(
                "{'app':'web','statefulset.kubernetes.io/pod-name':'web-1',"
                    + "'apps.kubernetes.io/pod-index':'1','controller-revision-hash':'"
                    + revision
                    + "'}"));
    assertThat(pod.path("spec").path("hostname").asText()).isEqualTo("web-1");
    assertThat(harness.get("StatefulSet", "web").path("status"))
        .isEqualTo(
            WorkloadHarness.json(
                "{'observedGeneration':1,'replicas':3,'readyReplicas':3,'currentReplicas':3,"
                    + "'updatedReplicas':3,'currentRevision':'"
                    + revision
                    + "','updateRevision':'"
                    + revision
                    + "','collisionCount':0,'availableReplicas':3}"));
    assertThat(harness.messages("SuccessfulCreate"))
        .containsExactly(
            "create Pod web-0 in StatefulSet web successful",
            "create Pod web-1 in StatefulSet web successful",
            "create Pod web-2 in StatefulSet web successful");
  }

  @Test
  void createsAllPodsAtOnceInParallel() {
    harness.create(set(3, "Parallel"));
    harness.run(java.time.Duration.ofMillis(100));
    assertThat(harness.list("Pod")).hasSize(3);
  }

  @Test
  void updatesFromTheHighestOrdinalDownToThePartition() {
    harness.create(set(5, "OrderedReady"));
    harness.seconds(5);
    partition(5);
    harness.version("StatefulSet", "web", "v2");
    harness.seconds(5);
    assertThat(versions()).containsExactly("v1", "v1", "v1", "v1", "v1");
    ObjectNode status = status();
    assertThat(status.path("updateRevision")).isNotEqualTo(status.path("currentRevision"));
    assertThat(status.path("currentReplicas").asInt()).isEqualTo(5);
    assertThat(status.has("updatedReplicas")).isFalse();

    partition(3);
    harness.seconds(5);
    assertThat(versions()).containsExactly("v1", "v1", "v1", "v2", "v2");
    assertThat(status().path("currentReplicas").asInt()).isEqualTo(3);
    assertThat(status().path("updatedReplicas").asInt()).isEqualTo(2);

    partition(0);
    harness.seconds(10);
    assertThat(versions()).containsExactly("v2", "v2", "v2", "v2", "v2");
    assertThat(status().path("currentRevision")).isEqualTo(status().path("updateRevision"));
    assertThat(status().path("currentReplicas").asInt()).isEqualTo(5);
  }

  @Test
  void keepsOldPodsAtTheirRevisionWhenTheyAreMadeAnew() {
    harness.create(set(3, "OrderedReady"));
    harness.seconds(5);
    partition(2);
    harness.version("StatefulSet", "web", "v2");
    harness.seconds(5);
    harness.delete("Pod", "web-0");
    harness.delete("Pod", "web-2");
    harness.seconds(5);
    assertThat(versions()).containsExactly("v1", "v1", "v2");
  }

  @Test
  void takesUpAnEarlierRevisionWhenRolledBack() {
    harness.create(set(2, "OrderedReady"));
    harness.seconds(5);
    String first = status().path("currentRevision").asText();
    harness.version("StatefulSet", "web", "v2");
    harness.seconds(5);
    harness.version("StatefulSet", "web", "v1");
    harness.seconds(5);
    assertThat(status().path("updateRevision").asText()).isEqualTo(first);
    assertThat(harness.list("ControllerRevision")).hasSize(2);
    assertThat(harness.get("ControllerRevision", first).path("revision").asInt()).isEqualTo(3);
  }

  @Test
  void waitsForAnUnhealthyPodBeforeTheNext() {
    harness.create(set(3, "OrderedReady"));
    harness.seconds(5);
    harness.patch(
        "StatefulSet",
        "web",
        "{'spec':{'template':{'metadata':{'annotations':"
            + "{'testkit.rollouts.kruise.io/pods':'never'}}}}}");
    harness.version("StatefulSet", "web", "v2");
    harness.seconds(30);
    assertThat(versions()).containsExactly("v1", "v1", "v2");
    assertThat(status().path("readyReplicas").asInt()).isEqualTo(2);
  }

  @Test
  void removesTheHighestOrdinalsWhenScaledDown() {
    harness.create(set(4, "OrderedReady"));
    harness.seconds(5);
    harness.patch("StatefulSet", "web", "{'spec':{'replicas':1}}");
    harness.seconds(5);
    assertThat(harness.list("Pod").stream().map(Meta::name)).containsExactly("web-0");
    assertThat(harness.messages("SuccessfulDelete"))
        .containsExactly(
            "delete Pod web-3 in StatefulSet web successful",
            "delete Pod web-2 in StatefulSet web successful",
            "delete Pod web-1 in StatefulSet web successful");
  }

  @Test
  void updatesNothingByItselfOnDelete() {
    ObjectNode web = set(2, "OrderedReady");
    Json.dig(web, "spec").putObject("updateStrategy").put("type", "OnDelete");
    harness.create(web);
    harness.seconds(5);
    harness.version("StatefulSet", "web", "v2");
    harness.seconds(5);
    assertThat(versions()).containsExactly("v1", "v1");
    harness.delete("Pod", "web-0");
    harness.seconds(5);
    assertThat(versions()).containsExactly("v2", "v1");
  }

  @Test
  void waitsForPodsToBeAvailable() {
    ObjectNode web = set(2, "OrderedReady");
    Json.dig(web, "spec").put("minReadySeconds", 10);
    harness.create(web);
    harness.seconds(9);
    assertThat(harness.list("Pod")).hasSize(1);
    harness.seconds(5);
    assertThat(harness.list("Pod")).hasSize(2);
    harness.seconds(12);
    assertThat(status().path("availableReplicas").asInt()).isEqualTo(2);
  }

  @Test
  void makesClaimsForItsPodsVolumes() {
    ObjectNode web = set(2, "OrderedReady");
    Json.dig(web, "spec")
        .putArray("volumeClaimTemplates")
        .add(
            WorkloadHarness.json(
                "{'metadata':{'name':'data'},'spec':{'accessModes':['ReadWriteOnce']}}"));
    harness.create(web);
    harness.seconds(5);
    assertThat(harness.list("PersistentVolumeClaim").stream().map(Meta::name))
        .containsExactly("data-web-0", "data-web-1");
    assertThat(harness.get("Pod", "web-1").path("spec").path("volumes"))
        .isEqualTo(
            WorkloadHarness.json(
                "[{'name':'data','persistentVolumeClaim':{'claimName':'data-web-1'}}]"));
  }

  @Test
  void keepsOnlySoManyUnusedRevisions() {
    ObjectNode web = set(1, "OrderedReady");
    Json.dig(web, "spec").put("revisionHistoryLimit", 1);
    harness.create(web);
    for (String version : List.of("v2", "v3", "v4")) {
      harness.seconds(5);
      harness.version("StatefulSet", "web", version);
    }
    harness.seconds(5);
    assertThat(
            harness.list("ControllerRevision").stream()
                .map(
                    revision ->
                        WorkloadHarness.versionOf(Json.at(revision, "data", "spec", "template"))))
        .containsExactlyInAnyOrder("v3", "v4");
  }

  @Test
  void isQuietWhenAllIsDone() {
    harness.create(set(3, "OrderedReady"));
    harness.seconds(60);
    long before = harness.cluster().store().revision();
    harness.seconds(3600);
    assertThat(harness.cluster().store().revision()).isEqualTo(before);
  }

  private static ObjectNode set(int replicas, String policy) {
    ObjectNode set =
        (ObjectNode)
            WorkloadHarness.json(
                "{'apiVersion':'apps/v1','kind':'StatefulSet','metadata':{'name':'web'},"
                    + "'spec':{'serviceName':'web','selector':{'matchLabels':{'app':'web'}},"
                    + "'revisionHistoryLimit':10,'updateStrategy':{'type':'RollingUpdate',"
                    + "'rollingUpdate':{'partition':0}},'template':"
                    + WorkloadHarness.template("web", "v1")
                    + "}}");
    Json.dig(set, "spec").put("replicas", replicas).put("podManagementPolicy", policy);
    return set;
  }

  private void partition(int partition) {
    harness.patch(
        "StatefulSet",
        "web",
        "{'spec':{'updateStrategy':{'rollingUpdate':{'partition':" + partition + "}}}}");
  }

  private ObjectNode status() {
    return (ObjectNode) harness.get("StatefulSet", "web").path("status");
  }

  private List<String> versions() {
    return harness.list("Pod").stream()
        .sorted(Comparator.comparing(Meta::name))
        .map(WorkloadHarness::versionOf)
        .toList();
  }

  private List<Integer> numbers(String field) {
    List<Integer> numbers = new ArrayList<>();
    harness
        .history("StatefulSet", "web")
        .forEach(state -> numbers.add(state.path("status").path(field).asInt()));
    return numbers;
  }
}

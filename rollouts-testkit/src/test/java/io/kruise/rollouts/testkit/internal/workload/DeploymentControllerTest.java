// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import static io.kruise.rollouts.testkit.internal.workload.WorkloadHarness.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.rolling.DeploymentConditions;
import io.kruise.rollouts.testkit.internal.rolling.ReplicaSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentControllerTest {
  private final WorkloadHarness harness =
      new WorkloadHarness(
          PodBehaviors.standard(), new DeploymentController(), new ReplicaSetController());

  @Test
  void bringsANewDeploymentToItsSize() {
    harness.create(deployment("web", 3, "v1"));
    harness.seconds(2);

    ObjectNode web = harness.get("Deployment", "web");
    String set = harness.replicaSet("v1");
    assertThat(web.path("status"))
        .isEqualTo(
            WorkloadHarness.json(
                "{'observedGeneration':1,'replicas':3,'updatedReplicas':3,'readyReplicas':3,"
                    + "'availableReplicas':3,'conditions':["
                    + "{'type':'Available','status':'True',"
                    + "'lastUpdateTime':'2026-01-01T00:00:00Z',"
                    + "'lastTransitionTime':'2026-01-01T00:00:00Z',"
                    + "'reason':'MinimumReplicasAvailable',"
                    + "'message':'Deployment has minimum availability.'},"
                    + "{'type':'Progressing','status':'True',"
                    + "'lastUpdateTime':'2026-01-01T00:00:00Z',"
                    + "'lastTransitionTime':'2026-01-01T00:00:00Z',"
                    + "'reason':'NewReplicaSetAvailable',"
                    + "'message':'ReplicaSet \\'"
                    + set
                    + "\\' has successfully progressed.'}]}"));
    assertThat(Meta.annotation(web, ReplicaSet.REVISION)).isEqualTo("1");
    ObjectNode replicaSet = harness.get("ReplicaSet", set);
    String hash = Meta.label(replicaSet, "pod-template-hash");
    assertThat(set).isEqualTo("web-" + hash);
    assertThat(Json.at(replicaSet, "spec", "selector", "matchLabels", "pod-template-hash").asText())
        .isEqualTo(hash);
    assertThat(Meta.of(replicaSet).path("annotations"))
        .isEqualTo(
            WorkloadHarness.json(
                "{'deployment.kubernetes.io/desired-replicas':'3',"
                    + "'deployment.kubernetes.io/max-replicas':'4',"
                    + "'deployment.kubernetes.io/revision':'1'}"));
    assertThat(replicaSet.path("status"))
        .isEqualTo(
            WorkloadHarness.json(
                "{'replicas':3,'fullyLabeledReplicas':3,'readyReplicas':3,'availableReplicas':3,"
                    + "'observedGeneration':1}"));
    assertThat(harness.messages("ScalingReplicaSet"))
        .containsExactly("Scaled up replica set " + set + " from 0 to 3");
    assertThat(harness.messages("SuccessfulCreate")).hasSize(3);
  }

  @Test
  void rollsOutWithinSurgeAndUnavailability() {
    harness.create(deployment("web", 10, "v1"));
    harness.seconds(2);
    harness.version("Deployment", "web", "v2");
    harness.seconds(5);

    assertThat(harness.pods("v2")).isEqualTo(10);
    assertThat(harness.pods("v1")).isZero();
    assertThat(harness.history("Deployment", "web"))
        .allSatisfy(
            state -> assertThat(state.path("status").path("replicas").asInt()).isLessThan(14));
    assertThat(
            harness.history("Deployment", "web").stream()
                .filter(state -> Meta.generation(state) == 2)
                .mapToInt(state -> state.path("status").path("availableReplicas").asInt())
                .min())
        .hasValue(8);
    assertThat(Meta.annotation(harness.get("Deployment", "web"), ReplicaSet.REVISION))
        .isEqualTo("2");
    assertThat(harness.status("ReplicaSet", harness.replicaSet("v1"), "replicas")).isZero();
  }

  @Test
  void givesARollbackTheNextRevisionAndRemembersTheOldOne() {
    harness.create(deployment("web", 2, "v1"));
    harness.seconds(2);
    harness.version("Deployment", "web", "v2");
    harness.seconds(5);
    harness.version("Deployment", "web", "v1");
    harness.seconds(5);

    ObjectNode set = harness.get("ReplicaSet", harness.replicaSet("v1"));
    assertThat(harness.list("ReplicaSet")).hasSize(2);
    assertThat(Meta.annotation(set, ReplicaSet.REVISION)).isEqualTo("3");
    assertThat(Meta.annotation(set, ReplicaSet.REVISION_HISTORY)).isEqualTo("1");
    assertThat(harness.pods("v1")).isEqualTo(2);
  }

  @Test
  void doesNotRollOutWhilePausedYetScales() {
    harness.create(deployment("web", 4, "v1"));
    harness.seconds(2);
    harness.patch("Deployment", "web", "{'spec':{'paused':true}}");
    harness.version("Deployment", "web", "v2");
    harness.seconds(5);

    assertThat(harness.list("ReplicaSet")).hasSize(1);
    ObjectNode web = harness.get("Deployment", "web");
    assertThat(DeploymentConditions.progressReason(web.path("status")))
        .isEqualTo("DeploymentPaused");
    assertThat(web.path("status").has("updatedReplicas")).isFalse();
    assertThat(Meta.observed(web)).isTrue();

    harness.patch("Deployment", "web", "{'spec':{'replicas':6}}");
    harness.seconds(2);
    assertThat(harness.pods("v1")).isEqualTo(6);

    harness.patch("Deployment", "web", "{'spec':{'paused':null}}");
    harness.seconds(5);
    assertThat(harness.pods("v2")).isEqualTo(6);
  }

  @Test
  void scalesInProportionWhilePausedMidway() {
    harness.create(deployment("web", 10, "v1"));
    harness.seconds(2);
    harness.patch(
        "Deployment",
        "web",
        "{'spec':{'template':{'metadata':{'annotations':"
            + "{'testkit.rollouts.kruise.io/pods':'never'}}}}}");
    harness.version("Deployment", "web", "v2");
    harness.seconds(2);
    assertThat(List.of(harness.pods("v1"), harness.pods("v2"))).containsExactly(8L, 5L);

    harness.patch("Deployment", "web", "{'spec':{'replicas':20,'paused':true}}");
    harness.seconds(2);
    assertThat(List.of(harness.pods("v1"), harness.pods("v2"))).containsExactly(15L, 10L);
  }

  @Test
  void reportsThatARolloutStandsStill() {
    harness.create(deployment("web", 2, "v1"));
    harness.seconds(2);
    harness.patch("Deployment", "web", "{'spec':{'progressDeadlineSeconds':30}}");
    harness.patch(
        "Deployment",
        "web",
        "{'spec':{'template':{'metadata':{'annotations':"
            + "{'testkit.rollouts.kruise.io/pods':'never'}}}}}");
    harness.version("Deployment", "web", "v2");
    harness.seconds(25);
    assertThat(progress()).isEqualTo("ReplicaSetUpdated");
    harness.seconds(10);
    assertThat(progress()).isEqualTo("ProgressDeadlineExceeded");
  }

  @Test
  void removesAllOldPodsFirstWhenRecreating() {
    ObjectNode web = deployment("web", 3, "v1");
    Json.dig(web, "spec").putObject("strategy").put("type", "Recreate");
    harness.create(web);
    harness.seconds(2);
    harness.version("Deployment", "web", "v2");
    harness.seconds(5);

    assertThat(harness.pods("v2")).isEqualTo(3);
    assertThat(harness.history("Deployment", "web"))
        .filteredOn(state -> state.path("status").path("updatedReplicas").asInt() > 0)
        .allSatisfy(
            state ->
                assertThat(state.path("status").path("updatedReplicas"))
                    .isEqualTo(state.path("status").path("replicas")));
  }

  @Test
  void waitsForPodsToBeReadyForLongEnough() {
    ObjectNode web = deployment("web", 2, "v1");
    Json.dig(web, "spec").put("minReadySeconds", 10);
    harness.create(web);
    harness.seconds(9);
    assertThat(harness.status("Deployment", "web", "readyReplicas")).isEqualTo(2);
    assertThat(harness.status("Deployment", "web", "availableReplicas")).isZero();
    harness.seconds(3);
    assertThat(harness.status("Deployment", "web", "availableReplicas")).isEqualTo(2);
  }

  @Test
  void keepsOnlySoManyOldReplicaSets() {
    ObjectNode web = deployment("web", 1, "v1");
    Json.dig(web, "spec").put("revisionHistoryLimit", 2);
    harness.create(web);
    for (String version : List.of("v2", "v3", "v4", "v5")) {
      harness.seconds(5);
      harness.version("Deployment", "web", version);
    }
    harness.seconds(5);
    assertThat(
            harness.list("ReplicaSet").stream()
                .map(set -> WorkloadHarness.versionOf(set.path("spec").path("template"))))
        .containsExactlyInAnyOrder("v3", "v4", "v5");
  }

  @Test
  void adoptsWhatItsSelectorMatchesAndReleasesWhatItDoesNot() {
    harness.create(deployment("web", 2, "v1"));
    harness.seconds(2);
    String set = harness.replicaSet("v1");
    harness.patch("ReplicaSet", set, "{'metadata':{'ownerReferences':null}}");
    harness.seconds(1);
    assertThat(Meta.controlledBy(harness.get("ReplicaSet", set), harness.get("Deployment", "web")))
        .isTrue();

    String pod = Meta.name(harness.list("Pod").get(0));
    harness.patch("Pod", pod, "{'metadata':{'labels':{'app':'other'}}}");
    harness.seconds(2);
    assertThat(Meta.controller(harness.get("Pod", pod))).isNull();
    assertThat(harness.list("Pod")).hasSize(3);
    assertThat(harness.status("Deployment", "web", "readyReplicas")).isEqualTo(2);
  }

  @Test
  void isQuietWhenAllIsDone() {
    harness.create(deployment("web", 3, "v1"));
    harness.seconds(60);
    long before = harness.cluster().store().revision();
    harness.seconds(3600);
    assertThat(harness.cluster().store().revision()).isEqualTo(before);
  }

  private String progress() {
    return DeploymentConditions.progressReason(harness.get("Deployment", "web").path("status"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.deployment;

import static io.kruise.rollouts.testkit.internal.workload.WorkloadHarness.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import io.kruise.rollouts.testkit.internal.workload.DeploymentController;
import io.kruise.rollouts.testkit.internal.workload.ReplicaSetController;
import io.kruise.rollouts.testkit.internal.workload.WorkloadHarness;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvancedDeploymentControllerTest {
  private static final String EXTRA_STATUS = "rollouts.kruise.io/deployment-extra-status";

  private final WorkloadHarness harness =
      new WorkloadHarness(
          PodBehaviors.standard(),
          new DeploymentController(),
          new ReplicaSetController(),
          new AdvancedDeploymentController());

  @Test
  void updatesAsManyPodsAsThePartitionSays() {
    start(10, "v2", "10%");
    assertThat(pods()).containsExactly(9L, 1L);
    assertThat(extraStatus())
        .isEqualTo("{\"updatedReadyReplicas\":1,\"expectedUpdatedReplicas\":1}");

    partition("50%");
    harness.seconds(10);
    assertThat(pods()).containsExactly(5L, 5L);
    assertThat(harness.status("Deployment", "web", "updatedReplicas")).isEqualTo(5);

    partition("99%");
    harness.seconds(10);
    assertThat(pods()).containsExactly(1L, 9L);

    partition("100%");
    harness.seconds(10);
    assertThat(pods()).containsExactly(0L, 10L);
  }

  @Test
  void namesItsReplicaSetByKruisesHash() {
    start(3, "v2", "1");
    ObjectNode web = harness.get("Deployment", "web");
    assertThat(harness.replicaSet("v2"))
        .isEqualTo("web-" + TemplateHash.kruise(web.path("spec").path("template")));
    assertThat(harness.replicaSet("v1"))
        .isNotEqualTo("web-" + TemplateHash.kruise(harness.list("ReplicaSet").get(0).path("spec")));
    assertThat(Meta.annotation(web, "deployment.kubernetes.io/revision")).isEqualTo("2");
    assertThat(harness.messages("ScalingReplicaSet"))
        .contains("Scaled up replica set " + harness.replicaSet("v2") + " to 1");
  }

  @Test
  void neverHasFewerPodsThanAreAvailableOrMoreThanTheSurgeAllows() {
    start(10, "v2", "100%");
    harness.seconds(30);
    assertThat(pods()).containsExactly(0L, 10L);
    assertThat(harness.history("Deployment", "web"))
        .filteredOn(state -> Meta.generation(state) > 1)
        .allSatisfy(
            state -> {
              assertThat(state.path("status").path("replicas").asInt()).isBetween(8, 13);
              assertThat(state.path("status").path("availableReplicas").asInt())
                  .isGreaterThanOrEqualTo(8);
            });
  }

  @Test
  void goesBackToOldPodsWhenThePartitionShrinks() {
    start(10, "v2", "50%");
    assertThat(pods()).containsExactly(5L, 5L);
    harness.patch("Deployment", "web", "{'spec':{'replicas':20}}");
    harness.seconds(10);
    assertThat(pods()).containsExactly(10L, 10L);
    harness.patch("Deployment", "web", "{'spec':{'replicas':4}}");
    harness.seconds(10);
    assertThat(pods()).containsExactly(2L, 2L);
  }

  @Test
  void stopsWhenNewPodsDoNotBecomeReady() {
    start(6, "v2", "50%");
    never("v3");
    // surge 2, unavailable 1: two new ones, then one old one goes, then the third new one
    assertThat(List.of(harness.pods("v1"), harness.pods("v2"), harness.pods("v3")))
        .containsExactly(3L, 2L, 3L);
  }

  @Test
  void dropsUnreadyOldPodsFirst() {
    start(6, "v1", "0%");
    partition("50%");
    never("v2");
    assertThat(pods()).containsExactly(5L, 3L);

    harness.patch(
        "Deployment",
        "web",
        "{'spec':{'template':{'metadata':{'annotations':"
            + "{'testkit.rollouts.kruise.io/pods':'ready'}}}}}");
    harness.version("Deployment", "web", "v3");
    harness.seconds(10);
    assertThat(List.of(harness.pods("v1"), harness.pods("v2"), harness.pods("v3")))
        .containsExactly(3L, 0L, 3L);
    assertThat(harness.history("Deployment", "web"))
        .filteredOn(state -> Meta.generation(state) > 1)
        .allSatisfy(
            state ->
                assertThat(state.path("status").path("availableReplicas").asInt())
                    .isGreaterThanOrEqualTo(5));
  }

  @Test
  void rollsAThirdVersionByTakingFromTheSecond() {
    start(10, "v2", "50%");
    harness.version("Deployment", "web", "v3");
    harness.seconds(10);
    assertThat(List.of(harness.pods("v1"), harness.pods("v2"), harness.pods("v3")))
        .containsExactly(5L, 0L, 5L);
  }

  @Test
  void keepsTheSizeOnlyWhilePaused() {
    start(4, "v2", "25%");
    strategy("50%", true);
    harness.seconds(10);
    assertThat(pods()).containsExactly(3L, 1L);
    strategy("50%", false);
    harness.seconds(10);
    assertThat(pods()).containsExactly(2L, 2L);
  }

  @Test
  void leavesDeploymentsAloneThatNoBatchReleaseControls() {
    start(4, "v2", "50%");
    harness.patch(
        "Deployment",
        "web",
        "{'metadata':{'annotations':{'" + RolloutAnnotations.CONTROL_INFO + "':null}}}");
    partition("100%");
    harness.seconds(10);
    assertThat(pods()).containsExactly(2L, 2L);
  }

  @Test
  void isQuietWhenThePartitionIsSatisfied() {
    start(10, "v2", "50%");
    harness.seconds(60);
    long before = harness.cluster().store().revision();
    harness.seconds(500);
    assertThat(harness.cluster().store().revision()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    // NewRSReplicasLimit: text is a share, a number is a number
    "'\"10%\"', 10, 1",
    "'\"33%\"', 10, 4",
    "'\"95%\"', 10, 9",
    "'\"100%\"', 10, 10",
    "'\"80%\"', 1, 1",
    "'\"0%\"', 5, 0",
    "4, 5, 4",
    "5, 5, 5",
    "7, 5, 5",
    "-1, 5, 0",
    "'\"4\"', 5, 0",
  })
  void limitsTheUpdatedPods(String partition, int replicas, int limit) {
    PartitionStrategy strategy =
        new PartitionStrategy(Json.object(), false, WorkloadHarness.json(partition));
    assertThat(strategy.limit(replicas)).isEqualTo(limit);
  }

  private void start(int replicas, String version, String partition) {
    harness.create(deployment("web", replicas, "v1"));
    harness.seconds(2);
    harness.patch("Deployment", "web", "{'spec':{'paused':true}}");
    harness.version("Deployment", "web", version);
    strategy(partition, false);
    harness.patch(
        "Deployment",
        "web",
        "{'metadata':{'annotations':{'"
            + RolloutAnnotations.CONTROL_INFO
            + "':'x'}},'spec':{'strategy':{'type':'Recreate','rollingUpdate':null}}}");
    harness.seconds(10);
  }

  private void never(String version) {
    harness.patch(
        "Deployment",
        "web",
        "{'spec':{'template':{'metadata':{'annotations':"
            + "{'testkit.rollouts.kruise.io/pods':'never'}}}}}");
    harness.version("Deployment", "web", version);
    harness.seconds(10);
  }

  private void partition(String partition) {
    strategy(partition, false);
  }

  private void strategy(String partition, boolean paused) {
    ObjectNode strategy = Json.object().put("rollingStyle", "Partition").put("paused", paused);
    strategy.putObject("rollingUpdate").put("maxUnavailable", "25%").put("maxSurge", "25%");
    if (partition.endsWith("%")) {
      strategy.put("partition", partition);
    } else {
      strategy.put("partition", Integer.parseInt(partition));
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "metadata", "annotations")
        .put(RolloutAnnotations.DEPLOYMENT_STRATEGY, strategy.toString());
    harness.patch("Deployment", "web", patch.toString());
  }

  private List<Long> pods() {
    return List.of(harness.pods("v1"), harness.pods("v2"));
  }

  private String extraStatus() {
    return Meta.annotation(harness.get("Deployment", "web"), EXTRA_STATUS);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.cluster.KruiseCluster;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("batches with the controllers of a whole cluster")
class BatchesOnClusterTest {
  private static final String NS = "default";
  private static final ObjectRef DEPLOYMENT = new ObjectRef("apps", "Deployment", NS, "demo");
  private static final ObjectRef RELEASE =
      new ObjectRef("rollouts.kruise.io", "BatchRelease", NS, "demo");

  private final VirtualTime time = new VirtualTime(BatchBed.START);
  private final Cluster cluster = KruiseCluster.on(time, PodBehaviors.standard());

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"Partition", "Canary", "BlueGreen"})
  @DisplayName("1, then 5, then 10 pods get the new version, with its labels")
  void walks(String style) {
    aDeploymentOfTen();
    newTemplate(style);
    release(style);
    time.advance(Duration.ofSeconds(30));
    assertThat(state()).isEqualTo("Progressing/0/Ready");
    assertThat(batchIds()).containsExactly("1");

    goTo("1");
    time.advance(Duration.ofSeconds(30));
    assertThat(state()).isEqualTo("Progressing/1/Ready");
    assertThat(batchIds()).containsExactly("1", "2", "2", "2", "2");

    goTo("2");
    time.advance(Duration.ofSeconds(30));
    assertThat(state()).isEqualTo("Progressing/2/Ready");
    assertThat(batchIds()).hasSize(10).filteredOn("3"::equals).hasSize(5);

    goTo("null");
    time.advance(Duration.ofSeconds(60));
    assertThat(state()).startsWith("Completed");
    JsonNode deployment = cluster.objects().get(DEPLOYMENT).orElseThrow();
    assertThat(Json.at(deployment, "status", "updatedReplicas").asInt()).isEqualTo(10);
    assertThat(Json.at(deployment, "status", "replicas").asInt()).isEqualTo(10);
    assertThat(Json.at(deployment, "spec", "strategy", "type").asText()).isEqualTo("RollingUpdate");
    assertThat(Json.at(deployment, "spec", "paused").asBoolean()).isFalse();
  }

  @Test
  @DisplayName("of an unknown workload are refused by an Event")
  void unsupported() {
    create(
        "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'BatchRelease','metadata':"
            + "{'name':'demo'},'spec':{'workloadRef':{'apiVersion':'batch/v1','kind':'Job','name':"
            + "'demo'},'releasePlan':{'batches':[],'enableExtraWorkloadForCanary':false}}}");
    time.advance(Duration.ofSeconds(5));
    assertThat(cluster.objects().list("", "Event", NS))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.path("reason").asText()).isEqualTo("UnsupportedWorkload");
              assertThat(event.path("message").asText())
                  .isEqualTo("the workload type 'batch/v1, Kind=Job' is not supported");
            });
  }

  private void aDeploymentOfTen() {
    create(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'demo'},'spec':{"
            + "'replicas':10,'selector':{'matchLabels':{'app':'a'}},'template':{'metadata':"
            + "{'labels':{'app':'a'}},'spec':{'containers':[{'name':'c','image':'v1'}]}}}}");
    time.advance(Duration.ofSeconds(30));
  }

  /**
   * What the webhook does in a cluster with a Rollout: it pauses, and takes the rolling settings
   * away where the release would be refused with them (as seen on the real API server).
   */
  private void newTemplate(String style) {
    patch(
        DEPLOYMENT,
        "{'spec':{'paused':true,"
            + (style.equals("Partition")
                ? "'strategy':{'type':'Recreate','rollingUpdate':null},"
                : "")
            + "'template':{'spec':{'containers':[{'name':'c','image':'v2'}]}}}}");
    time.advance(Duration.ofSeconds(1));
  }

  private void release(String style) {
    create(
        "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'BatchRelease','metadata':"
            + "{'name':'demo'},'spec':{'workloadRef':{'apiVersion':'apps/v1','kind':'Deployment',"
            + "'name':'demo'},'releasePlan':{'batchPartition':0,'rolloutID':'r1','rollingStyle':'"
            + style
            + "','enableExtraWorkloadForCanary':false,'batches':[{'canaryReplicas':1},"
            + "{'canaryReplicas':'50%'},{'canaryReplicas':'100%'}]}}}");
  }

  private void goTo(String batch) {
    patch(RELEASE, "{'spec':{'releasePlan':{'batchPartition':" + batch + "}}}");
  }

  private String state() {
    JsonNode status = cluster.objects().get(RELEASE).orElseThrow().path("status");
    JsonNode canary = status.path("canaryStatus");
    return status.path("phase").asText()
        + "/"
        + canary.path("currentBatch").asInt()
        + "/"
        + canary.path("batchState").asText();
  }

  /** Of the pods that were upgraded. */
  private List<String> batchIds() {
    return cluster.objects().list("", "Pod", NS).stream()
        .filter(pod -> Meta.label(pod, "rollouts.kruise.io/rollout-id").equals("r1"))
        .map(pod -> Meta.label(pod, "rollouts.kruise.io/rollout-batch-id"))
        .sorted()
        .toList();
  }

  private void create(String object) {
    ObjectNode tree = BatchBed.tree(object);
    cluster.objects().create(typeOf(ObjectRef.of(tree)), NS, tree, false);
  }

  private void patch(ObjectRef ref, String patch) {
    ObjectService objects = cluster.objects();
    objects.update(
        typeOf(ref),
        NS,
        ref.name(),
        "",
        before -> (ObjectNode) Json.mergePatch(before, BatchBed.tree(patch)),
        false);
  }

  private ResourceType typeOf(ObjectRef ref) {
    return cluster.registry().ofKind(ref.group(), ref.kind()).orElseThrow();
  }
}

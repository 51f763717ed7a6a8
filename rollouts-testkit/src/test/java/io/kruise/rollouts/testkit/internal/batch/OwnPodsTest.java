// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workloads that own their pods themselves: StatefulSets, CloneSets and DaemonSets. */
@DisplayName("a workload that owns its pods")
class OwnPodsTest {
  private static final String PARTITION = "'rollingStyle':'Partition'";

  private final BatchBed bed = new BatchBed(List.of(new BatchReleaseController(), new Observer()));

  @Nested
  @DisplayName("StatefulSet")
  class AStatefulSet {
    private final ObjectRef set = BatchBed.ref("apps/v1", "StatefulSet", "demo");

    @Test
    @DisplayName("is upgraded from the highest ordinal down; its ready pods are counted")
    void walks() {
      begin(5, "", "'40%'", "'100%'");
      assertThat(rolling().path("partition").asInt())
          .as("to begin with")
          .isEqualTo(Short.MAX_VALUE);
      assertThat(rolling().has("paused")).isFalse();
      bed.advance(0.1);
      assertThat(rolling().path("partition").asInt()).isEqualTo(3);

      pod(4, "new", true);
      pod(3, "new", false);
      bed.patchStatus(set, "{'updatedReplicas':2}");
      bed.advance(5);
      assertThat(bed.states()).as("one is not ready").doesNotContain("Progressing/0/Ready");
      ready(3);
      bed.advance(5);
      assertThat(bed.states()).endsWith("Progressing/0/Ready");
      assertThat(Json.at(bed.status(), "canaryStatus", "updatedReadyReplicas").asInt())
          .isEqualTo(2);

      bed.finish();
      bed.advance(3);
      assertThat(bed.states()).endsWith("Finalizing", "Completed");
      assertThat(rolling().has("partition")).isFalse();
      assertThat(Meta.of(bed.get(set)).path("annotations")).isEmpty();
    }

    @Test
    @DisplayName("tolerates as many unready pods as the failure threshold says")
    void threshold() {
      begin(5, ",'failureThreshold':'20%'", "4");
      for (int ordinal = 4; ordinal > 0; ordinal--) {
        pod(ordinal, "new", ordinal > 1);
      }
      bed.patchStatus(set, "{'updatedReplicas':4}");
      bed.advance(5);
      assertThat(bed.states()).endsWith("Progressing/0/Ready");
    }

    @Test
    @DisplayName("has its pods labelled with release and batch")
    void labels() {
      begin(5, ",'rolloutID':'r1'", "1", "3");
      pod(4, "new", true);
      bed.patchStatus(set, "{'updatedReplicas':1}");
      bed.advance(9);
      assertThat(bed.states()).endsWith("Progressing/0/Ready");
      assertThat(batches()).isEqualTo(Map.of("demo-4", "r1/1"));

      bed.goTo(1);
      bed.advance(3);
      pod(3, "new", true);
      pod(2, "new", true);
      bed.patchStatus(set, "{'updatedReplicas':3}");
      bed.advance(9);
      assertThat(bed.states()).endsWith("Progressing/1/Ready");
      assertThat(batches()).isEqualTo(Map.of("demo-4", "r1/1", "demo-3", "r1/2", "demo-2", "r1/2"));
    }

    @Test
    @DisplayName("with another rollout id is walked again from the first batch on")
    void anotherId() {
      labels();
      bed.states();
      bed.patch(BatchBed.RELEASE, "{'spec':{'releasePlan':{'rolloutID':'r2'}}}");
      bed.advance(20);
      assertThat(bed.states())
          .contains("Progressing/0/Ready", "Progressing/1/Upgrading")
          .endsWith("Progressing/1/Ready");
      assertThat(batches().values()).containsExactlyInAnyOrder("r2/1", "r2/2", "r2/2");
    }

    @Test
    @DisplayName("is rolled back batch by batch, the pods that need none left out")
    void rollsBackInBatches() {
      begin(5, ",'rolloutID':'r1'", "'40%'", "'100%'");
      pod(4, "new", true);
      pod(3, "new", true);
      for (int ordinal = 2; ordinal >= 0; ordinal--) {
        pod(ordinal, "old", true);
      }
      bed.patchStatus(set, "{'updatedReplicas':2}");
      bed.advance(9);
      assertThat(bed.states()).endsWith("Progressing/0/Ready");

      bed.patch(set, "{'spec':{'template':{'any':'old'}}}");
      bed.patchStatus(
          set, "{'updatedReplicas':3,'updateRevision':'demo-old','currentRevision':'demo-old'}");
      bed.advance(1);
      bed.patch(
          BatchBed.RELEASE,
          "{'metadata':{'annotations':{'rollouts.kruise.io/rollback-in-batch':'true'}},"
              + "'spec':{'releasePlan':{'rolloutID':'r2'}}}");
      bed.advance(12);
      assertThat(bed.states()).contains("Preparing");
      assertThat(bed.status().path("updateRevision").asText()).isEqualTo("demo-old");
      assertThat(Json.at(bed.status(), "canaryStatus", "noNeedUpdateReplicas").asInt())
          .isEqualTo(3);
      assertThat(Meta.label(podOf(0), "rollouts.kruise.io/no-need-update")).isEqualTo("r2");
      assertThat(Meta.label(podOf(4), "rollouts.kruise.io/no-need-update")).isEmpty();
      assertThat(rolling().path("partition").asInt())
          .as("40%% of the two others is one")
          .isEqualTo(3);
    }

    private void begin(int replicas, String plan, String... batches) {
      bed.create(
          "{'apiVersion':'apps/v1','kind':'StatefulSet','metadata':{'name':'demo'},'spec':{"
              + "'replicas':"
              + replicas
              + ",'selector':{'matchExpressions':[{'key':'app','operator':'In','values':['a']}]},"
              + "'updateStrategy':{'type':'RollingUpdate'},'template':{}}}");
      bed.patchStatus(
          set,
          "{'replicas':"
              + replicas
              + ",'updatedReplicas':0,'updateRevision':'demo-new','currentRevision':'demo-old'}");
      bed.release("apps/v1", "StatefulSet", PARTITION + plan, batches);
      bed.advance(2.006);
      bed.states();
    }

    private JsonNode rolling() {
      return Json.at(bed.get(set), "spec", "updateStrategy", "rollingUpdate");
    }

    private JsonNode podOf(int ordinal) {
      return bed.get(BatchBed.ref("v1", "Pod", "demo-" + ordinal));
    }

    private void pod(int ordinal, String hash, boolean ready) {
      bed.pod("demo-" + ordinal, hash, bed.get(set));
      if (ready) {
        ready(ordinal);
      }
    }

    private void ready(int ordinal) {
      bed.patchStatus(
          BatchBed.ref("v1", "Pod", "demo-" + ordinal),
          "{'conditions':[{'type':'Ready','status':'True'}]}");
    }

    private Map<String, String> batches() {
      Map<String, String> batches = new LinkedHashMap<>();
      for (JsonNode pod : bed.list("", "Pod")) {
        batches.put(
            Meta.name(pod),
            Meta.label(pod, "rollouts.kruise.io/rollout-id")
                + "/"
                + Meta.label(pod, "rollouts.kruise.io/rollout-batch-id"));
      }
      return batches;
    }
  }

  @Nested
  @DisplayName("CloneSet")
  class ACloneSet {
    private final ObjectRef cloneSet = BatchBed.ref("apps.kruise.io/v1alpha1", "CloneSet", "demo");

    @ParameterizedTest(name = "{0} of {1}: partition {2}")
    @CsvSource({
      "4,       10,  6",
      "'''40%''',  10,  '\"60%\"'",
      "'''1%''',   200, '\"99%\"'",
      "'''99%''',  200, '\"1%\"'",
      "'''100%''', 10,  '\"0%\"'",
      "'''0%''',   10,  '\"100%\"'",
      "'''33%''',  3,   '\"66%\"'",
      "12,      10,  0"
    })
    @DisplayName("keeps the rest: a number for a number, a percentage for a percentage")
    void partition(String batch, int replicas, String partition) {
      bed.create(
          "{'apiVersion':'apps.kruise.io/v1alpha1','kind':'CloneSet','metadata':{'name':'demo'},"
              + "'spec':{'replicas':"
              + replicas
              + ",'updateStrategy':{'partition':'100%'}}}");
      bed.patchStatus(
          cloneSet,
          "{'replicas':"
              + replicas
              + ",'updatedReplicas':0,'updateRevision':'demo-new','currentRevision':'demo-old'}");
      bed.release("apps.kruise.io/v1alpha1", "CloneSet", PARTITION, batch);
      bed.advance(2.006);
      assertThat(strategy().path("paused").asBoolean(true)).isFalse();
      bed.advance(0.1);
      assertThat(strategy().path("partition").toString()).isEqualTo(partition);

      bed.finish();
      bed.advance(3);
      assertThat(bed.states()).endsWith("Finalizing", "Completed");
      assertThat(strategy()).isEqualTo(BatchBed.tree("{'paused':false}"));
    }

    private JsonNode strategy() {
      return Json.at(bed.get(cloneSet), "spec", "updateStrategy");
    }
  }

  @Test
  @DisplayName("DaemonSet: its replicas are the nodes it is for")
  void daemonSet() {
    ObjectRef daemonSet = BatchBed.ref("apps.kruise.io/v1alpha1", "DaemonSet", "demo");
    bed.create(
        "{'apiVersion':'apps.kruise.io/v1alpha1','kind':'DaemonSet','metadata':{'name':'demo'},"
            + "'spec':{'selector':{'matchLabels':{'app':'a'}}}}");
    bed.patchStatus(
        daemonSet,
        "{'desiredNumberScheduled':3,'numberReady':3,'updatedNumberScheduled':0,"
            + "'daemonSetHash':'new'}");
    bed.release("apps.kruise.io/v1alpha1", "DaemonSet", PARTITION, "1", "'100%'");
    bed.advance(2.006);
    JsonNode begun = bed.get(daemonSet);
    assertThat(Json.at(begun, "spec", "updateStrategy", "rollingUpdate"))
        .isEqualTo(BatchBed.tree("{'paused':false,'partition':3}"));
    assertThat(bed.status().path("observedWorkloadReplicas").asInt()).isEqualTo(3);
    bed.advance(0.1);
    assertThat(
            Json.at(bed.get(daemonSet), "spec", "updateStrategy", "rollingUpdate", "partition")
                .asInt())
        .isEqualTo(2);
    bed.pod("demo-x", "new", bed.get(daemonSet));
    bed.patchStatus(
        BatchBed.ref("v1", "Pod", "demo-x"), "{'conditions':[{'type':'Ready','status':'True'}]}");
    bed.patchStatus(daemonSet, "{'updatedNumberScheduled':1}");
    bed.advance(5);
    assertThat(bed.states()).endsWith("Progressing/0/Ready");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("blue-green")
class BlueGreenTest {
  private static final String STYLE = "'rollingStyle':'BlueGreen'";
  private static final String ORIGINAL = "rollouts.kruise.io/original-deployment-strategy";
  private static final int MAX_READY = Integer.MAX_VALUE - 1;

  private final BatchBed bed = new BatchBed();

  @Nested
  @DisplayName("a Deployment")
  class ADeployment {
    private final ObjectRef deployment = BatchBed.ref("apps/v1", "Deployment", "demo");
    private final ObjectRef oldSet = BatchBed.ref("apps/v1", "ReplicaSet", "old");
    private final ObjectRef newSet = BatchBed.ref("apps/v1", "ReplicaSet", "new");
    private final ObjectRef hpa =
        BatchBed.ref("autoscaling/v2", "HorizontalPodAutoscaler", "scaler");

    ADeployment() {
      bed.create(
          "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'demo','labels':"
              + "{'rollouts.kruise.io/stable-revision':'old'}},'spec':{'replicas':4,"
              + "'progressDeadlineSeconds':600,'strategy':{'type':'RollingUpdate',"
              + "'rollingUpdate':{'maxUnavailable':0,'maxSurge':'50%'}},'selector':"
              + "{'matchLabels':{'app':'a'}},'template':"
              + template("v2")
              + "}}");
      bed.observe(deployment, "{'replicas':4,'updatedReplicas':0,'readyReplicas':4}");
      replicaSet("old", template("v1"), 4);
      bed.create(
          "{'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler','metadata':{'name':"
              + "'scaler'},'spec':{'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment',"
              + "'name':'demo'}}}");
    }

    @Test
    @DisplayName("is made to keep old pods and to wait for ever, and its settings are kept")
    void initializes() {
      begin();
      JsonNode spec = bed.get(deployment).path("spec");
      assertThat(spec.path("minReadySeconds").asInt()).isEqualTo(MAX_READY);
      assertThat(spec.path("progressDeadlineSeconds").asInt()).isEqualTo(Integer.MAX_VALUE);
      assertThat(Json.at(spec, "strategy", "rollingUpdate"))
          .isEqualTo(BatchBed.tree("{'maxUnavailable':0,'maxSurge':1}"));
      assertThat(Meta.annotation(bed.get(deployment), ORIGINAL))
          .isEqualTo("{\"maxUnavailable\":0,\"maxSurge\":\"50%\",\"progressDeadlineSeconds\":600}");
      assertThat(Json.at(bed.get(oldSet), "spec", "minReadySeconds").asInt()).isEqualTo(MAX_READY);
      assertThat(target()).isEqualTo("demo-DisableByRollout");
    }

    @Test
    @DisplayName("surges as far as the batch goes; ready pods are those of the new ReplicaSet")
    void walks() {
      begin();
      bed.advance(0.1);
      assertThat(Json.at(bed.get(deployment), "spec", "strategy", "rollingUpdate", "maxSurge"))
          .isEqualTo(Json.tree("50%"));
      assertThat(Json.at(bed.get(deployment), "spec").has("paused")).isFalse();
      replicaSet("new", template("v2"), 2);
      bed.observe(deployment, "{'replicas':6,'updatedReplicas':2,'readyReplicas':6}");
      bed.advance(5);
      assertThat(bed.states()).endsWith("Progressing/0/Ready");
      assertThat(Json.at(bed.status(), "canaryStatus", "updatedReadyReplicas").asInt())
          .isEqualTo(2);

      bed.patchStatus(newSet, "{'readyReplicas':1}");
      bed.observe(deployment, "{'readyReplicas':5}");
      bed.advance(3);
      assertThat(bed.states()).contains("Progressing/0/Upgrading");
    }

    @Test
    @DisplayName("says why it can't go on when somebody has changed the settings")
    void obstacle() {
      begin();
      bed.advance(3);
      bed.patch(deployment, "{'spec':{'minReadySeconds':0}}");
      bed.observe(deployment, "{}");
      bed.advance(3);
      String why =
          "cannot upgrade batch, because deployment ns/demo doesn't satisfy conditions: deployment"
              + " strategy minReadySeconds or progressDeadlineSeconds is not MaxReadySeconds or"
              + " MaxProgressSeconds";
      assertThat(bed.status().path("message").asText()).isEqualTo(why);
      JsonNode condition = bed.status().path("conditions").path(0);
      assertThat(condition.path("type").asText()).isEqualTo("Progressing");
      assertThat(condition.path("reason").asText()).isEqualTo("InRolling");
      assertThat(condition.path("message").asText()).isEqualTo(why);

      bed.patch(deployment, "{'spec':{'minReadySeconds':" + MAX_READY + "}}");
      bed.observe(deployment, "{}");
      bed.advance(1);
      assertThat(bed.status().has("message")).isFalse();
      assertThat(bed.status().has("conditions")).isFalse();
    }

    @Test
    @DisplayName("gets its settings back; only the pass that writes them judges the pods")
    void windsUp() {
      begin();
      bed.observe(deployment, "{'replicas':6,'updatedReplicas':2,'readyReplicas':6}");
      bed.finish();
      bed.advance(2.5);
      assertThat(bed.states()).endsWith("Finalizing", "Completed");
      JsonNode spec = bed.get(deployment).path("spec");
      assertThat(spec.has("minReadySeconds")).isFalse();
      assertThat(spec.path("progressDeadlineSeconds").asInt()).isEqualTo(600);
      assertThat(Json.at(spec, "strategy", "rollingUpdate"))
          .isEqualTo(BatchBed.tree("{'maxUnavailable':0,'maxSurge':'50%'}"));
      assertThat(Meta.of(bed.get(deployment)).path("annotations")).isEmpty();
      assertThat(target()).isEqualTo("demo");
    }

    @Test
    @DisplayName("keeps all as it is when the release goes midway")
    void deletedMidway() {
      begin();
      bed.delete(BatchBed.RELEASE);
      bed.advance(1);
      assertThat(bed.exists(BatchBed.RELEASE)).isFalse();
      assertThat(Meta.annotation(bed.get(deployment), ORIGINAL)).isNotEmpty();
      assertThat(target()).isEqualTo("demo-DisableByRollout");
    }

    private void begin() {
      bed.release("apps/v1", "Deployment", STYLE, "'50%'", "'100%'");
      bed.advance(2.1);
      bed.observe(deployment, "{}");
      bed.states();
    }

    private String target() {
      return Json.at(bed.get(hpa), "spec", "scaleTargetRef", "name").asText();
    }

    private void replicaSet(String name, String template, int ready) {
      bed.create(
          "{'apiVersion':'apps/v1','kind':'ReplicaSet','metadata':{'name':'"
              + name
              + "','labels':{'app':'a'},'ownerReferences':["
              + Meta.controllerReference(bed.get(deployment))
              + "]},'spec':{'replicas':"
              + ready
              + ",'template':"
              + template
              + "}}");
      bed.patchStatus(
          BatchBed.ref("apps/v1", "ReplicaSet", name), "{'readyReplicas':" + ready + "}");
    }
  }

  @Nested
  @DisplayName("a CloneSet")
  class ACloneSet {
    private final ObjectRef cloneSet = BatchBed.ref("apps.kruise.io/v1alpha1", "CloneSet", "demo");

    ACloneSet() {
      bed.create(
          "{'apiVersion':'apps.kruise.io/v1alpha1','kind':'CloneSet','metadata':{'name':'demo'},"
              + "'spec':{'replicas':4,'minReadySeconds':3,'updateStrategy':{'type':'ReCreate',"
              + "'partition':'100%'},'selector':{'matchLabels':{'app':'a'}}}}");
      bed.observe(
          cloneSet,
          "{'replicas':4,'readyReplicas':4,'updatedReplicas':0,'updateRevision':'demo-new',"
              + "'currentRevision':'demo-old'}");
    }

    @Test
    @DisplayName("surges, and gets its settings back when all ready pods are new")
    void walksAndWindsUp() {
      begin();
      assertThat(Meta.annotation(bed.get(cloneSet), ORIGINAL))
          .isEqualTo("{\"maxUnavailable\":\"20%\",\"maxSurge\":\"0%\",\"minReadySeconds\":3}");
      assertThat(Json.at(bed.get(cloneSet), "spec", "updateStrategy"))
          .isEqualTo(
              BatchBed.tree(
                  "{'type':'ReCreate','partition':'100%','paused':false,'maxSurge':1,"
                      + "'maxUnavailable':0}"));
      bed.advance(0.1);
      assertThat(Json.at(bed.get(cloneSet), "spec", "updateStrategy"))
          .isEqualTo(
              BatchBed.tree(
                  "{'type':'ReCreate','paused':false,'maxSurge':'100%','maxUnavailable':0}"));
      bed.observe(
          cloneSet,
          "{'replicas':8,'readyReplicas':8,'updatedReplicas':4,'updatedReadyReplicas':4}");
      bed.advance(5);
      assertThat(bed.states()).endsWith("Progressing/0/Ready");

      bed.finish();
      bed.advance(3);
      assertThat(bed.states()).endsWith("Finalizing");
      assertThat(Json.at(bed.get(cloneSet), "spec", "minReadySeconds").asInt()).isEqualTo(3);
      bed.observe(cloneSet, "{'replicas':4,'readyReplicas':4}");
      bed.advance(1);
      assertThat(bed.states()).endsWith("Completed");
    }

    @Test
    @DisplayName("of a strategy that updates in place can't be upgraded")
    void inPlace() {
      bed.patch(cloneSet, "{'spec':{'updateStrategy':{'type':'InPlaceIfPossible'}}}");
      bed.observe(cloneSet, "{}");
      begin();
      bed.advance(3);
      assertThat(bed.status().path("message").asText())
          .isEqualTo(
              "cannot upgrade batch, because cloneset ns/demo doesn't satisfy conditions: cloneSet"
                  + " strategy type is not ReCreate");
    }

    private void begin() {
      bed.release("apps.kruise.io/v1alpha1", "CloneSet", STYLE, "'100%'");
      bed.advance(2.1);
      bed.observe(cloneSet, "{}");
      bed.states();
    }
  }

  private static String template(String version) {
    return "{'metadata':{'labels':{'app':'a'}},'spec':{'containers':[{'name':'c','image':'"
        + version
        + "'}]}}";
  }
}

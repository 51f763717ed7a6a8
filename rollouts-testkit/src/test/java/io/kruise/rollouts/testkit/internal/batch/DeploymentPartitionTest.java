// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a Deployment that is upgraded in place")
class DeploymentPartitionTest {
  private static final ObjectRef DEPLOYMENT = BatchBed.ref("apps/v1", "Deployment", "demo");

  private final BatchBed bed = new BatchBed();

  @BeforeEach
  void aDeploymentOfTenWithANewTemplate() {
    bed.create(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'demo','labels':"
            + "{'rollouts.kruise.io/stable-revision':'old'}},'spec':{'replicas':10,'paused':true,"
            + "'strategy':{'type':'RollingUpdate','rollingUpdate':"
            + "{'maxUnavailable':'25%','maxSurge':'25%'}},'selector':{'matchLabels':{'app':'a'}},"
            + "'template':{'metadata':{'labels':{'app':'a'}},'spec':{'containers':["
            + "{'name':'c','image':'v2'}]}}}}");
    bed.observe(DEPLOYMENT, "{'replicas':10,'updatedReplicas':0,'readyReplicas':10}");
  }

  @Test
  @DisplayName("is taken hold of: paused, Recreate, partition 0, and the old settings kept")
  void initializes() {
    bed.release("apps/v1", "Deployment", "'rollingStyle':'Partition'", "1", "'50%'", "'100%'");
    bed.advance(3);

    ObjectNode deployment = bed.get(DEPLOYMENT);
    assertThat(bed.states()).containsExactly("", "Preparing", "Progressing/0/");
    assertThat(Json.at(deployment, "spec", "strategy", "type").asText()).isEqualTo("Recreate");
    assertThat(Json.at(deployment, "spec", "paused").asBoolean()).isTrue();
    assertThat(strategy())
        .isEqualTo(
            "{\"rollingStyle\":\"Partition\",\"rollingUpdate\":{\"maxUnavailable\":\"25%\","
                + "\"maxSurge\":\"25%\"},\"partition\":0}");
    assertThat(
            Meta.label(
                deployment, "rollouts.kruise.io/controlled-by-advanced-deployment-controller"))
        .isEqualTo("true");
    assertThat(Meta.annotation(deployment, "batchrelease.rollouts.kruise.io/control-info"))
        .isEqualTo(
            "{\"apiVersion\":\"rollouts.kruise.io/v1beta1\",\"kind\":\"BatchRelease\","
                + "\"name\":\"demo\",\"uid\":\""
                + Meta.uid(bed.get(BatchBed.RELEASE))
                + "\",\"controller\":true,\"blockOwnerDeletion\":true}");
    assertThat(Meta.finalizers(bed.get(BatchBed.RELEASE)))
        .containsExactly("rollouts.kruise.io/batch-release-finalizer");
    assertThat(bed.status().path("stableRevision").asText()).isEqualTo("old");
    assertThat(bed.status().path("observedWorkloadReplicas").asInt()).isEqualTo(10);
    assertThat(bed.status().path("observedGeneration").asInt()).isEqualTo(1);
    assertThat(bed.status().path("observedReleasePlanHash").asText()).hasSize(64);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'maxUnavailable':1,'maxSurge':'10%'} | {'maxUnavailable':1,'maxSurge':'10%'}",
        "{'maxUnavailable':0,'maxSurge':0}     | {'maxUnavailable':1,'maxSurge':0}",
        "{'maxUnavailable':0,'maxSurge':'0%'}  | {'maxUnavailable':1,'maxSurge':0}",
        "{'maxUnavailable':3,'maxSurge':null}  | {'maxUnavailable':'25%'}",
        "{'maxUnavailable':null,'maxSurge':2}  | {'maxUnavailable':'25%','maxSurge':2}",
        "null                                  | {'maxUnavailable':'25%'}"
      })
  @DisplayName("keeps rolling settings with which it can go on")
  void keepsSettings(String rollingUpdate, String kept) {
    bed.patch(DEPLOYMENT, "{'spec':{'strategy':{'rollingUpdate':" + rollingUpdate + "}}}");
    bed.observe(DEPLOYMENT, "{}");
    begin("1");
    assertThat(strategy()).contains("\"rollingUpdate\":" + kept.replace('\'', '"') + ",");
  }

  @Test
  @DisplayName("walks its batches, each by way of Upgrading, Verifying and Ready")
  void walks() {
    begin("1", "'50%'", "'100%'");
    assertThat(bed.states()).containsExactly("Progressing/0/", "Progressing/0/Verifying");
    assertThat(strategy()).contains("\"partition\":1");
    upgraded(1);
    bed.advance(3);
    assertThat(bed.states()).containsExactly("Progressing/0/Verifying", "Progressing/0/Ready");

    bed.goTo(1);
    bed.advance(3);
    assertThat(bed.states())
        .startsWith("Progressing/0/Ready", "Progressing/1/Upgrading", "Progressing/1/Verifying");
    assertThat(strategy()).contains("\"partition\":\"50%\"");
    upgraded(5);
    bed.advance(3);
    assertThat(bed.states()).endsWith("Progressing/1/Verifying", "Progressing/1/Ready");
  }

  @Test
  @DisplayName("goes back and forth every two seconds while pods are missing")
  void flips() {
    begin("5", "'100%'");
    upgraded(4);
    bed.advance(9);
    assertThat(bed.states())
        .containsExactly(
            "Progressing/0/",
            "Progressing/0/Verifying",
            "Progressing/0/Upgrading",
            "Progressing/0/Verifying",
            "Progressing/0/Upgrading",
            "Progressing/0/Verifying",
            "Progressing/0/Upgrading",
            "Progressing/0/Verifying",
            "Progressing/0/Upgrading",
            "Progressing/0/Verifying");
  }

  @ParameterizedTest(name = "{0} then {1}: partition {2}")
  @CsvSource({"'1','''50%''','\"50%\"'", "'''40%''','4','\"40%\"'", "'3','2','3'"})
  @DisplayName("never upgrades from a percentage to a number, nor back")
  void comparesOfTenMillion(String first, String second, String partition) {
    begin(first, second);
    upgraded(4);
    bed.advance(3);
    bed.goTo(1);
    bed.advance(5);
    assertThat(strategy()).contains("\"partition\":" + partition);
  }

  @Test
  @DisplayName("gets its own settings back when the last batch is no longer given")
  void windsUp() {
    begin("'100%'");
    upgraded(10);
    bed.advance(3);
    bed.finish();
    bed.advance(3);

    assertThat(bed.states())
        .containsExactly(
            "Progressing/0/",
            "Progressing/0/Verifying",
            "Progressing/0/Ready",
            "Finalizing",
            "Completed");
    ObjectNode deployment = bed.get(DEPLOYMENT);
    assertThat(deployment.path("spec").path("strategy"))
        .isEqualTo(
            BatchBed.tree(
                "{'type':'RollingUpdate','rollingUpdate':"
                    + "{'maxUnavailable':'25%','maxSurge':'25%'}}"));
    assertThat(deployment.path("spec").has("paused")).isFalse();
    assertThat(Meta.of(deployment).path("annotations")).isEmpty();
    assertThat(Meta.of(deployment).path("labels")).isEmpty();
  }

  @Test
  @DisplayName("stays as it is when the BatchRelease goes with a last batch given")
  void deletedMidway() {
    begin("1", "'100%'");
    upgraded(1);
    bed.advance(3);
    bed.delete(BatchBed.RELEASE);
    bed.advance(3);

    assertThat(bed.exists(BatchBed.RELEASE)).isFalse();
    assertThat(bed.states()).endsWith("Finalizing", "Completed");
    assertThat(Meta.annotation(bed.get(DEPLOYMENT), "batchrelease.rollouts.kruise.io/control-info"))
        .isEmpty();
    assertThat(strategy()).contains("\"partition\":1");
    assertThat(Json.at(bed.get(DEPLOYMENT), "spec", "paused").asBoolean()).isTrue();
  }

  @Test
  @DisplayName("upgrades the batch anew when it is scaled")
  void scaled() {
    begin("'50%'", "'100%'");
    upgraded(5);
    bed.advance(3);
    bed.states();
    bed.patch(DEPLOYMENT, "{'spec':{'replicas':20}}");
    bed.advance(0.1);
    assertThat(bed.states()).as("not before it is observed").containsExactly("Progressing/0/Ready");
    bed.observe(DEPLOYMENT, "{'replicas':20}");
    bed.advance(3);
    assertThat(bed.states())
        .startsWith("Progressing/0/Ready", "Progressing/0/Upgrading", "Progressing/0/Verifying");
    assertThat(bed.status().path("observedWorkloadReplicas").asInt()).isEqualTo(20);
    upgraded(10);
    bed.advance(3);
    assertThat(bed.states()).endsWith("Progressing/0/Ready");
  }

  @Test
  @DisplayName("with a third version waits, and only notes the revision")
  void continuous() {
    begin("1", "'100%'");
    upgraded(1);
    bed.advance(3);
    String revision = bed.status().path("updateRevision").asText();
    bed.states();
    bed.patch(DEPLOYMENT, "{'spec':{'template':{'spec':{'containers':[{'name':'v3'}]}}}}");
    bed.observe(DEPLOYMENT, "{'updatedReplicas':0}");
    bed.advance(5);
    assertThat(bed.status().path("updateRevision").asText()).isNotEqualTo(revision);
  }

  @Test
  @DisplayName("that is deleted ends the release; another one of its name is left alone")
  void deletedAndMadeAgain() {
    begin("1", "'100%'");
    ObjectNode old = bed.get(DEPLOYMENT);
    bed.delete(DEPLOYMENT);
    bed.advance(3);
    assertThat(bed.states()).endsWith("Finalizing", "Completed");
    Json.dig(old, "metadata").retain("name");
    bed.create(old.toString());
    bed.goTo(1);
    bed.advance(5);
    assertThat(bed.states()).containsExactly("Completed");
  }

  @Test
  @DisplayName("of no pods is ready at once")
  void ofNone() {
    bed.patch(DEPLOYMENT, "{'spec':{'replicas':0}}");
    bed.observe(DEPLOYMENT, "{'replicas':0}");
    begin("1", "'100%'");
    bed.advance(3);
    assertThat(bed.states()).endsWith("Progressing/0/Ready");
  }

  private void begin(String... batches) {
    bed.release("apps/v1", "Deployment", "'rollingStyle':'Partition'", batches);
    bed.advance(2.1);
    bed.observe(DEPLOYMENT, "{}");
    bed.states();
    bed.advance(0.1);
  }

  /** As Kruise's own Deployment controller writes it. */
  private void upgraded(int pods) {
    bed.patch(
        DEPLOYMENT,
        "{'metadata':{'annotations':{'rollouts.kruise.io/deployment-extra-status':"
            + "'{\\\"updatedReadyReplicas\\\":"
            + pods
            + "}'}}}");
    bed.observe(DEPLOYMENT, "{'updatedReplicas':" + pods + "}");
  }

  private String strategy() {
    return Meta.annotation(bed.get(DEPLOYMENT), "rollouts.kruise.io/deployment-strategy");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a Deployment whose new pods run in a second one")
class CanaryTest {
  private static final ObjectRef STABLE = BatchBed.ref("apps/v1", "Deployment", "demo");
  private static final String CONTROL_INFO = "batchrelease.rollouts.kruise.io/control-info";

  private final BatchBed bed = new BatchBed();

  @BeforeEach
  void aDeploymentOfTenWithANewTemplate() {
    bed.create(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'demo'},"
            + "'spec':{'replicas':10,'paused':true,'strategy':{'type':'RollingUpdate',"
            + "'rollingUpdate':{'maxUnavailable':'25%','maxSurge':'25%'}},"
            + "'selector':{'matchLabels':{'app':'a'}},'template':{'metadata':{'labels':"
            + "{'app':'a'}},'spec':{'containers':[{'name':'c','image':'v2'}]}}}}");
    bed.observe(STABLE, "{'replicas':10,'updatedReplicas':0}");
  }

  @Test
  @DisplayName("gets a second one without pods, of the new template")
  void initializes() {
    begin("");
    bed.advance(0.1);

    assertThat(bed.states()).containsExactly("Preparing", "Progressing/0/");
    ObjectNode canary = canary();
    assertThat(Meta.name(canary)).startsWith("demo-");
    assertThat(Meta.finalizers(canary))
        .containsExactly("finalizer.rollouts.kruise.io/batch-release");
    assertThat(Meta.label(canary, "rollouts.kruise.io/canary-deployment")).isEqualTo("demo");
    assertThat(Meta.controlledBy(canary, bed.get(BatchBed.RELEASE))).isTrue();
    assertThat(Json.at(canary, "spec", "replicas").asInt()).isZero();
    assertThat(Json.at(canary, "spec").has("paused")).isFalse();
    assertThat(Meta.annotation(bed.get(STABLE), CONTROL_INFO))
        .isEqualTo(Meta.annotation(canary, CONTROL_INFO))
        .contains(Meta.uid(bed.get(BatchBed.RELEASE)));
    assertThat(bed.status().path("updateRevision").asText())
        .isEqualTo(TemplateHash.kruise(Json.at(canary, "spec", "template")));
    assertThat(bed.status().has("stableRevision")).isFalse();
  }

  @Test
  @DisplayName("walks its batches by the replicas of the second one")
  void walks() {
    begin("");
    observeCanary(0);
    bed.advance(6);
    assertThat(Json.at(canary(), "spec", "replicas").asInt()).isEqualTo(1);
    observeCanary(1);
    bed.advance(6);
    assertThat(bed.states()).endsWith("Progressing/0/Ready");
    assertThat(bed.status().path("canaryStatus").path("updatedReadyReplicas").asInt()).isOne();

    bed.goTo(1);
    bed.advance(6);
    assertThat(Json.at(canary(), "spec", "replicas").asInt()).isEqualTo(5);
    observeCanary(5);
    bed.advance(6);
    assertThat(bed.states()).endsWith("Progressing/1/Ready");
    assertThat(list()).hasSize(2);
  }

  @Test
  @DisplayName("rolls on by itself at the end, and the release waits for it when it shall")
  void windsUp() {
    begin("");
    bed.patch(
        BatchBed.RELEASE,
        "{'spec':{'releasePlan':{'batchPartition':null,'finalizingPolicy':'WaitResume'}}}");
    bed.advance(3);
    assertThat(bed.states()).endsWith("Finalizing");
    assertThat(Json.at(bed.get(STABLE), "spec").has("paused")).isFalse();
    assertThat(Meta.annotation(bed.get(STABLE), CONTROL_INFO)).isEmpty();

    bed.observe(STABLE, "{'replicas':10,'updatedReplicas':10,'availableReplicas':7}");
    bed.advance(0.1);
    assertThat(bed.states()).as("two may be missing").endsWith("Finalizing");
    bed.observe(STABLE, "{'availableReplicas':8}");
    bed.advance(0.1);
    assertThat(bed.states()).endsWith("Completed");
    assertThat(Meta.of(canary()).has("finalizers")).isFalse();
  }

  @Test
  @DisplayName("is paused again when the release goes midway")
  void deletedMidway() {
    begin("");
    bed.patch(STABLE, "{'spec':{'paused':null}}");
    bed.delete(BatchBed.RELEASE);
    bed.advance(1);
    assertThat(bed.exists(BatchBed.RELEASE)).isFalse();
    assertThat(Json.at(bed.get(STABLE), "spec", "paused").asBoolean()).isTrue();
    assertThat(Meta.of(canary()).has("finalizers")).isFalse();
  }

  @Test
  @DisplayName("with metadata for the new pods has another revision than the second one")
  void extraMetadata() {
    begin(",'patchPodTemplateMetadata':{'labels':{'lane':'new'},'annotations':{'k':'v'}}");
    assertThat(Json.at(canary(), "spec", "template", "metadata"))
        .isEqualTo(BatchBed.tree("{'labels':{'app':'a','lane':'new'},'annotations':{'k':'v'}}"));
    observeCanary(0);
    bed.advance(5);
    assertThat(list()).as("the second one is known again").hasSize(2);
    assertThat(bed.status().path("updateRevision").asText())
        .as("noted as a change of the template, and then gone on with")
        .isEqualTo(TemplateHash.kruise(Json.at(bed.get(STABLE), "spec", "template")));
  }

  private void begin(String plan) {
    bed.release("apps/v1", "Deployment", "'rollingStyle':'Canary'" + plan, "1", "'50%'", "'100%'");
    bed.advance(2.1);
    bed.observe(STABLE, "{}");
    bed.states();
  }

  private void observeCanary(int pods) {
    bed.observe(
        ObjectRef.of(canary()), "{'replicas':" + pods + ",'availableReplicas':" + pods + "}");
  }

  private List<ObjectNode> list() {
    return bed.list("apps", "Deployment");
  }

  private ObjectNode canary() {
    return list().stream()
        .filter(each -> !Meta.name(each).equals("demo"))
        .findFirst()
        .orElseThrow();
  }
}

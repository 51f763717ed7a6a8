// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.lifecycle;

import static io.kruise.rollouts.testkit.internal.workload.WorkloadHarness.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.workload.DeploymentController;
import io.kruise.rollouts.testkit.internal.workload.ReplicaSetController;
import io.kruise.rollouts.testkit.internal.workload.WorkloadHarness;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamespaceControllerTest {
  private final WorkloadHarness harness =
      new WorkloadHarness(
          PodBehaviors.standard(),
          types ->
              List.of(
                  new DeploymentController(),
                  new ReplicaSetController(),
                  new GarbageCollector(types),
                  new NamespaceController(types),
                  new NamespaceDefaults()));

  @BeforeEach
  void createNamespace() {
    harness.create(
        "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'"
            + WorkloadHarness.NAMESPACE
            + "'}}");
    harness.seconds(1);
  }

  @Test
  void givesEachNamespaceAnAccountAndACertificate() {
    assertThat(harness.list("ServiceAccount").stream().map(Meta::name)).containsExactly("default");
    assertThat(harness.list("ConfigMap").stream().map(Meta::name))
        .containsExactly("kube-root-ca.crt");
    harness.delete("ServiceAccount", "default");
    harness.seconds(1);
    assertThat(harness.exists("ServiceAccount", "default")).isTrue();
  }

  @Test
  void emptiesANamespaceBeforeItGoes() {
    harness.create(deployment("web", 3, "v1"));
    harness.seconds(2);
    harness.delete("Namespace", WorkloadHarness.NAMESPACE, "DEFAULT");
    assertThat(phase()).isEqualTo("Terminating");
    harness.seconds(2);
    assertThat(harness.exists("Namespace", WorkloadHarness.NAMESPACE)).isFalse();
    assertThat(harness.cluster().store().inNamespace(WorkloadHarness.NAMESPACE)).isEmpty();
  }

  @Test
  void waitsForFinalizersAndSaysSo() {
    harness.create(
        "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'held',"
            + "'finalizers':['example.com/hold']}}");
    harness.delete("Namespace", WorkloadHarness.NAMESPACE, "DEFAULT");
    harness.seconds(30);
    assertThat(message("NamespaceContentRemaining"))
        .isEqualTo("Some resources are remaining: configmaps. has 1 resource instances");
    assertThat(message("NamespaceFinalizersRemaining"))
        .isEqualTo(
            "Some content in the namespace has finalizers remaining: example.com/hold in 1"
                + " resource instances");

    harness.patch("ConfigMap", "held", "{'metadata':{'finalizers':null}}");
    harness.seconds(1);
    assertThat(harness.exists("Namespace", WorkloadHarness.NAMESPACE)).isFalse();
  }

  private String phase() {
    return namespace().path("status").path("phase").asText();
  }

  private String message(String type) {
    for (JsonNode condition : Json.items(namespace().path("status").path("conditions"))) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("message").asText();
      }
    }
    return "";
  }

  private JsonNode namespace() {
    return harness.get("Namespace", WorkloadHarness.NAMESPACE);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import static io.kruise.rollouts.testkit.internal.cluster.ClusterBed.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.UndecodableException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("an object of a built-in type")
class TypedDecodingTest {
  private static final ObjectSchemas SCHEMAS = ObjectSchemas.of(BuiltInTypes.get().types());

  @Test
  @DisplayName("loses the fields that its Go type doesn't have; their places are told")
  void unknownFields() {
    ObjectNode object =
        yaml(
            """
            extra: 1
            metadata: {name: a, labels: {any: thing}}
            spec:
              replica: 1
              selector: {matchLabels: {any: thing}}
              template: {spec: {containers: [{name: a}, {name: b, imagee: i}]}}
            """);
    assertThat(SCHEMAS.shape(type("Deployment"), object))
        .containsExactly("extra", "spec.replica", "spec.template.spec.containers[1].imagee");
    assertThat(object.has("extra")).isFalse();
    assertThat(object.at("/spec").has("replica")).isFalse();
    assertThat(object.at("/spec/template/spec/containers/1").has("imagee")).isFalse();
    assertThat(object.at("/metadata/labels")).isEqualTo(yaml("any: thing"));
  }

  @Test
  @DisplayName("has nulls taken for absent, and in maps and lists for the zero value")
  void nulls() {
    ObjectNode pod = yaml("{spec: {nodeName: null, containers: [{name: a, args: [x, null]}]}}");
    SCHEMAS.shape(type("Pod"), pod);
    assertThat(pod.path("spec").has("nodeName")).isFalse();
    assertThat(pod.at("/spec/containers/0/args")).isEqualTo(yaml("a: [x, '']").path("a"));
    ObjectNode map = yaml("{data: {a: null, b: x}}");
    SCHEMAS.shape(type("ConfigMap"), map);
    assertThat(map.path("data")).isEqualTo(yaml("{a: '', b: x}"));
  }

  @Test
  @DisplayName("loses empty values that Go leaves away, but no zero that stands for itself")
  void zeros() {
    ObjectNode object =
        yaml(
            """
            metadata: {name: a, labels: {}}
            spec: {replicas: 0, paused: false, minReadySeconds: 0, template: {spec: {containers: []}}}
            """);
    SCHEMAS.shape(type("Deployment"), object);
    assertThat(object.path("metadata").has("labels")).isFalse();
    assertThat(object.path("spec").has("paused")).isFalse();
    assertThat(object.path("spec").has("minReadySeconds")).isFalse();
    assertThat(object.at("/spec/replicas").asInt(-1)).isZero();
  }

  @Test
  @DisplayName("has its quantities in their canonical form")
  void quantities() {
    ObjectNode pod =
        yaml(
            "{spec: {containers: [{name: a, resources: {limits: {cpu: 1000m, memory: 1024Mi}}}]}}");
    SCHEMAS.shape(type("Pod"), pod);
    assertThat(pod.at("/spec/containers/0/resources/limits"))
        .isEqualTo(yaml("{cpu: '1', memory: 1Gi}"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Deployment | {spec: {replicas: '3'}} | json: cannot unmarshal string into Go struct field"
            + " DeploymentSpec.spec.replicas of type int32",
        "Deployment | {spec: {replicas: 3000000000}} | json: cannot unmarshal number 3000000000 into"
            + " Go struct field DeploymentSpec.spec.replicas of type int32",
        "Deployment | {spec: {replicas: 1.5}} | json: cannot unmarshal number 1.5 into Go struct"
            + " field DeploymentSpec.spec.replicas of type int32",
        "Deployment | {spec: {paused: 'yes'}} | json: cannot unmarshal string into Go struct field"
            + " DeploymentSpec.spec.paused of type bool",
        "Deployment | {spec: []} | json: cannot unmarshal array into Go struct field"
            + " Deployment.spec of type v1.DeploymentSpec",
        "Pod | {spec: {containers: {}}} | json: cannot unmarshal object into Go struct field"
            + " PodSpec.spec.containers of type []v1.Container",
        "Pod | {spec: {containers: [{name: 5}]}} | json: cannot unmarshal number into Go struct"
            + " field Container.spec.containers.name of type string",
        "ConfigMap | {data: {a: 1}} | json: cannot unmarshal number into Go struct field"
            + " ConfigMap.data of type string",
        "ConfigMap | {data: {a: true}} | json: cannot unmarshal bool into Go struct field"
            + " ConfigMap.data of type string",
        "Pod | {spec: {containers: [{resources: {limits: {cpu: much}}}]}} | quantities must match"
            + " the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
      })
  @DisplayName("is refused in Go's words when a value is of the wrong kind")
  void misfits(String kind, String object, String message) {
    assertThatThrownBy(() -> SCHEMAS.shape(type(kind), yaml(object)))
        .isInstanceOf(UndecodableException.class)
        .hasMessage(message);
  }

  @Test
  @DisplayName("takes a number or a text where either may be, and a long where there is room")
  void fits() {
    ObjectNode object =
        yaml(
            """
            metadata: {name: a, generation: 3000000000}
            spec: {strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 50%}}}
            """);
    assertThat(SCHEMAS.shape(type("Deployment"), object)).isEmpty();
    assertThat(object.at("/spec/strategy/rollingUpdate"))
        .isEqualTo(yaml("{maxSurge: 1, maxUnavailable: 50%}"));
  }

  private static ResourceType type(String kind) {
    List<ResourceType> found =
        BuiltInTypes.get().types().stream().filter(each -> each.kind().equals(kind)).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}

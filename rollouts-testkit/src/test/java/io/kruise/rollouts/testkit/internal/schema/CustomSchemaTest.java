// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import static io.kruise.rollouts.testkit.internal.cluster.ClusterBed.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.UndecodableException;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a definition's schema")
class CustomSchemaTest {
  private static final ResourceType TYPE =
      CustomTypes.of(
              yaml(
                  """
                  spec:
                    group: example.com
                    scope: Namespaced
                    names: {plural: things, kind: Thing}
                    versions:
                    - name: v1
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema:
                          type: object
                          required: [spec]
                          properties:
                            spec:
                              type: object
                              required: [size]
                              properties:
                                size: {type: integer, minimum: 0, maximum: 9}
                                color: {type: string, enum: [red, green], default: red}
                                note: {type: string, maxLength: 5, pattern: "^[a-z]*$"}
                                maybe: {type: string, nullable: true, default: given}
                                limit: {x-kubernetes-int-or-string: true}
                                free:
                                  type: object
                                  x-kubernetes-preserve-unknown-fields: true
                                  properties:
                                    known: {type: object, properties: {a: {type: string}}}
                                nest:
                                  type: object
                                  default: {}
                                  properties: {deep: {type: boolean, default: true}}
                                byName:
                                  type: object
                                  additionalProperties:
                                    type: object
                                    properties: {weight: {type: integer, default: 1}}
                                kinds:
                                  type: array
                                  x-kubernetes-list-type: set
                                  items: {type: string}
                                parts:
                                  type: array
                                  maxItems: 3
                                  x-kubernetes-list-type: map
                                  x-kubernetes-list-map-keys: [name]
                                  items:
                                    type: object
                                    required: [name]
                                    properties:
                                      name: {type: string}
                                      weight: {type: integer, default: 1, maximum: 100}
                  """))
          .get(0);

  private final ObjectSchemas schemas = ObjectSchemas.of(List.of(TYPE)).ofOneCluster();

  @Test
  @DisplayName("lets go what it doesn't know, wherever it is, and tells the places")
  void prunes() {
    ObjectNode object =
        thing(
            """
            size: 1
            other: {a: 1}
            limit: 10%
            free: {anything: {b: [1]}, known: {a: x, c: 2}}
            byName: {any: {weight: 2, d: 1}}
            parts: [{name: a, weight: 2}, {name: b, weight: 2, e: 1}]
            color: red
            maybe: x
            nest: {deep: false}
            """);
    Json.dig(object.put("root", 1), "metadata").put("f", 1);
    assertThat(schemas.shape(TYPE, object))
        .containsExactlyInAnyOrder(
            "metadata.f",
            "root",
            "spec.byName.any.d",
            "spec.free.known.c",
            "spec.other",
            "spec.parts[1].e");
    assertThat(object)
        .isEqualTo(
            thing(
                """
                size: 1
                limit: 10%
                free: {anything: {b: [1]}, known: {a: x}}
                byName: {any: {weight: 2}}
                parts: [{name: a, weight: 2}, {name: b, weight: 2}]
                color: red
                maybe: x
                nest: {deep: false}
                """));
  }

  @Test
  @DisplayName(
      "fills in its defaults: in lists, maps and other defaults, but not in what is absent")
  void defaults() {
    assertThat(shaped("size: 1"))
        .isEqualTo(yaml("{size: 1, color: red, maybe: given, nest: {deep: true}}"));
    assertThat(
            shaped(
                """
                size: 0
                color: green
                maybe: ''
                nest: {deep: false}
                byName: {one: {}, two: {weight: 0}}
                parts: [{name: a}, {name: b, weight: 0}]
                """))
        .isEqualTo(
            yaml(
                """
                size: 0
                color: green
                maybe: ''
                nest: {deep: false}
                byName: {one: {weight: 1}, two: {weight: 0}}
                parts: [{name: a, weight: 1}, {name: b, weight: 0}]
                """));
    ObjectNode bare = yaml("{metadata: {name: a}}");
    schemas.shape(TYPE, bare);
    assertThat(bare.has("spec")).isFalse();
  }

  @Test
  @DisplayName("gives each object defaults of its own")
  void ownDefaults() {
    ((ObjectNode) shaped("size: 1").path("nest")).put("deep", false);
    assertThat(shaped("size: 1").at("/nest/deep").asBoolean()).isTrue();
  }

  @Test
  @DisplayName("takes a null for absent, unless the field may be null")
  void nulls() {
    assertThat(shaped("{size: 1, color: null, note: null, maybe: null, nest: null}"))
        .isEqualTo(yaml("{size: 1, color: red, maybe: null, nest: {deep: true}}"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                              | spec.size   | Required value",
        "{size: -1}                      | spec.size   | Invalid value: -1: spec.size in body should be greater than or equal to 0",
        "{size: 10}                      | spec.size   | Invalid value: 10: spec.size in body should be less than or equal to 9",
        "{size: '1'}                     | spec.size   | Invalid value: \"string\": spec.size in body must be of type integer: \"string\"",
        "{size: 1, color: blue}          | spec.color  | Unsupported value: \"blue\": supported values: \"red\", \"green\"",
        "{size: 1, note: toolong}        | spec.note   | Too long: may not be more than 5 bytes",
        "{size: 1, note: A}              | spec.note   | Invalid value: \"A\": spec.note in body should match '^[a-z]*$'",
        "{size: 1, parts: [{}]}          | spec.parts[0].name | Required value",
        "{size: 1, kinds: [a, b, a]}     | spec.kinds[2] | Duplicate value: \"a\"",
        "{size: 1, parts: [{name: a}, {name: a}]} | spec.parts[1] | Duplicate value: map[string]interface {}{\"name\":\"a\"}",
      })
  @DisplayName("refuses in the API server's words")
  void refuses(String spec, String field, String message) {
    ObjectNode object = thing(spec);
    schemas.shape(TYPE, object);
    assertThat(schemas.validate(TYPE, object, null))
        .singleElement()
        .satisfies(
            cause -> {
              assertThat(cause.field()).isEqualTo(field);
              assertThat(cause.message()).isEqualTo(message);
            });
  }

  @Test
  @DisplayName("has nothing against what fits, and tells all that doesn't")
  void judges() {
    assertThat(schemas.validate(TYPE, thing("{size: 9, note: abc, limit: 5}"), null)).isEmpty();
    assertThat(schemas.validate(TYPE, thing("{size: 10, color: blue}"), null))
        .extracting("field")
        .containsExactlyInAnyOrder("spec.size", "spec.color");
    assertThat(schemas.validate(TYPE, yaml("{metadata: {name: a}}"), null))
        .extracting("field")
        .containsExactly("spec");
  }

  @Test
  @DisplayName("forgives an update what was wrong before, and knows an element by its key")
  void ratchets() {
    ObjectNode before = thing("{size: 10, parts: [{name: a, weight: 101}]}");
    assertThat(
            schemas.validate(
                TYPE,
                thing("{size: 10, note: x, parts: [{name: b}, {name: a, weight: 101}]}"),
                before))
        .isEmpty();
    assertThat(
            schemas.validate(
                TYPE,
                thing(
                    "{size: 11, note: x, parts: [{name: b, weight: 101}, {name: a, weight: 102}]}"),
                before))
        .extracting("field")
        .containsExactlyInAnyOrder("spec.size", "spec.parts[0].weight", "spec.parts[1].weight");
  }

  @Test
  @DisplayName("doesn't change what metadata is: typed, whatever the definition says")
  void metadata() {
    ObjectNode object = thing("size: 1");
    Json.dig(object, "metadata", "labels").put("a", 1);
    assertThatThrownBy(() -> schemas.shape(TYPE, object))
        .isInstanceOf(UndecodableException.class)
        .hasMessage(
            "json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string");
  }

  private JsonNode shaped(String spec) {
    ObjectNode object = thing(spec);
    assertThat(schemas.shape(TYPE, object)).isEmpty();
    return object.path("spec");
  }

  private static ObjectNode thing(String spec) {
    ObjectNode object = yaml("{apiVersion: example.com/v1, kind: Thing, metadata: {name: a}}");
    object.set("spec", yaml(spec));
    return object;
  }
}

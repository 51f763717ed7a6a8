// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.schema.BuiltInTypes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A controller's patch shares with the stored object what it leaves alone")
class SharingTest {
  private static final ResourceType POD =
      BuiltInTypes.get().types().stream()
          .filter(type -> type.resource().equals("pods"))
          .findFirst()
          .orElseThrow();

  private final ObjectNode stored = pod();
  private final ObjectNode labelled =
      Sharing.merge(POD, stored, Json.object().set("metadata", labels("b")));

  private static ObjectNode pod() {
    ObjectNode pod = Json.object();
    pod.set("metadata", labels("a"));
    Json.dig(pod, "metadata", "annotations").put("note", "kept");
    Json.dig(pod, "spec").put("nodeName", "node");
    return pod;
  }

  private static ObjectNode labels(String value) {
    ObjectNode metadata = Json.object();
    metadata.putObject("labels").put("key", value);
    return metadata;
  }

  @Test
  @DisplayName("the spec and the annotations are the stored ones, the labels are not")
  void untouchedFieldsAreTheSameNodes() {
    assertThat(labelled.get("spec")).isSameAs(stored.get("spec"));
    assertThat(labelled.get("metadata").get("annotations"))
        .isSameAs(stored.get("metadata").get("annotations"));
    assertThat(labelled.at("/metadata/labels/key").asText()).isEqualTo("b");
    assertThat(stored).isEqualTo(pod());
  }

  @Test
  @DisplayName("what hooks change in place is not the stored object")
  void hooksGetATreeOfTheirOwn() {
    Sharing.end(labelled, stored);
    Json.dig(labelled, "spec").put("nodeName", "other");
    Json.dig(labelled, "metadata", "annotations").put("note", "changed");
    assertThat(stored).isEqualTo(pod());
  }

  @Test
  @DisplayName("what hooks left as it was is shared again")
  void whatIsEqualIsSharedAgain() {
    Sharing.end(labelled, stored);
    Json.dig(labelled, "metadata", "annotations").put("note", "changed");
    Sharing.begin(POD, labelled, stored);
    assertThat(labelled.get("spec")).isSameAs(stored.get("spec"));
    assertThat(labelled.at("/metadata/annotations/note").asText()).isEqualTo("changed");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.nio.charset.StandardCharsets;

/**
 * What kubectl applied on the client's side before, which it may take over without force. Source:
 * apimachinery, pkg/util/managedfields/internal/lastappliedmanager.go.
 */
final class LastApplied {
  private static final String KUBECTL = "kubectl";
  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  private LastApplied() {}

  /**
   * The fields that may be taken over.
   *
   * @param live the object
   * @param manager who applies
   * @param apiVersion in which version
   * @param schema the object's schema
   * @return those that are as they were applied; none for another manager than kubectl
   */
  static FieldSet of(ObjectNode live, Manager manager, String apiVersion, PatchSchema schema) {
    String annotation = Meta.annotation(live, ANNOTATION);
    if (!manager.name().equals(KUBECTL) || annotation.isEmpty()) {
      return new FieldSet();
    }
    try {
      if (Json.parse(annotation.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode last
          && last.path("apiVersion").asText().equals(apiVersion)) {
        Comparison changes = Comparison.of(last, live, schema);
        return OwnedFields.of(last, schema)
            .difference(changes.written())
            .difference(changes.removed());
      }
      return new FieldSet();
    } catch (JsonProcessingException e) {
      return new FieldSet();
    }
  }
}

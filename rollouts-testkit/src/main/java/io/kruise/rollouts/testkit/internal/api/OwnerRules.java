// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;

/**
 * What owner references have to obey. Source: apimachinery, pkg/api/validation/objectmeta.go
 * (ValidateOwnerReferences).
 */
final class OwnerRules {
  private static final String FIELD = "metadata.ownerReferences";

  private OwnerRules() {}

  /**
   * Judges an object's owner references.
   *
   * @param object the object
   * @param causes takes what is wrong
   */
  static void judge(ObjectNode object, List<ApiException.Cause> causes) {
    String controller = "";
    for (JsonNode owner : Json.items(Meta.of(object).path("ownerReferences"))) {
      if (owner.path("apiVersion").asText().isEmpty()) {
        causes.add(empty("apiVersion", "version"));
      }
      for (String field : List.of("kind", "name", "uid")) {
        if (owner.path(field).asText().isEmpty()) {
          causes.add(empty(field, field));
        }
      }
      if (owner.path("controller").asBoolean()) {
        String name = owner.path("kind").asText() + "/" + owner.path("name").asText();
        if (!controller.isEmpty()) {
          causes.add(
              new ApiException.Cause(
                  "FieldValueInvalid",
                  "Invalid value: "
                      + Meta.of(object).path("ownerReferences")
                      + ": Only one reference can have Controller set to true. Found \"true\" in"
                      + " references for "
                      + name
                      + " and "
                      + controller,
                  FIELD));
        } else {
          controller = name;
        }
      }
    }
  }

  private static ApiException.Cause empty(String field, String what) {
    return new ApiException.Cause(
        "FieldValueInvalid",
        "Invalid value: \"\": " + what + " must not be empty",
        FIELD + "." + field);
  }
}

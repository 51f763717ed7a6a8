// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import java.util.Locale;

/**
 * Fills in a CustomResourceDefinition's names, and holds its own name against them. Source:
 * apiextensions-apiserver, pkg/apis/apiextensions/v1/defaults.go, and validation.go.
 */
public final class DefinitionRules implements Admission {

  @Override
  public void mutate(Request request) {
    if (!concerned(request)) {
      return;
    }
    ObjectNode spec = Json.dig(request.object(), "spec");
    ObjectNode names = Json.dig(spec, "names");
    String kind = names.path("kind").asText();
    if (!names.hasNonNull("singular")) {
      names.put("singular", kind.toLowerCase(Locale.ROOT));
    }
    if (!names.hasNonNull("listKind") && !kind.isEmpty()) {
      names.put("listKind", kind + "List");
    }
    if (!spec.hasNonNull("conversion")) {
      spec.putObject("conversion").put("strategy", "None");
    }
  }

  @Override
  public void validate(Request request) {
    if (!concerned(request) || request.operation() != Operation.CREATE) {
      return;
    }
    JsonNode spec = request.object().path("spec");
    String name = Meta.name(request.object());
    String expected =
        spec.path("names").path("plural").asText() + "." + spec.path("group").asText();
    if (!name.equals(expected)) {
      throw ApiException.invalid(
          request.type(),
          name,
          List.of(
              new ApiException.Cause(
                  "FieldValueInvalid",
                  "Invalid value: \"" + name + "\": must be spec.names.plural+\".\"+spec.group",
                  "metadata.name")));
    }
  }

  private static boolean concerned(Request request) {
    return request.type().kind().equals(DefinitionController.KIND)
        && request.type().group().equals(DefinitionController.GROUP)
        && request.subresource().isEmpty()
        && request.operation() != Operation.DELETE;
  }
}

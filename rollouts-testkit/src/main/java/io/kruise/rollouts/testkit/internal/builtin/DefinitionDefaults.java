// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.builtin;

import static io.kruise.rollouts.testkit.internal.builtin.CoreDefaults.set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.Locale;

/**
 * Defaults of CustomResourceDefinitions.
 * (k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/defaults.go)
 */
final class DefinitionDefaults {
  private DefinitionDefaults() {}

  /**
   * Fills in a definition.
   *
   * @param definition changed in place
   */
  static void definition(ObjectNode definition) {
    ObjectNode spec = Json.dig(definition, "spec");
    ObjectNode names = Json.dig(spec, "names");
    String kind = names.path("kind").asText();
    if (!kind.isEmpty()) {
      set(names, "singular", kind.toLowerCase(Locale.ROOT));
      set(names, "listKind", kind + "List");
    }
    ObjectNode conversion = Json.dig(spec, "conversion");
    set(conversion, "strategy", "None");
  }
}

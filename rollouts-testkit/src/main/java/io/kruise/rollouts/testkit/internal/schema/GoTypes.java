// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import org.jspecify.annotations.Nullable;

/** The Go types behind built-in schemas, as messages name them. */
final class GoTypes {
  private GoTypes() {}

  /**
   * A type.
   *
   * @param schema its schema
   * @return such as "int32", "[]v1.Container", "map[string]string"
   */
  static String of(@Nullable Structural schema) {
    if (schema == null) {
      return "interface {}";
    }
    if (schema.intOrString()) {
      return "int32";
    }
    String name = schema.name();
    if (!name.isEmpty() && schema.type().equals("object")) {
      return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    }
    return switch (schema.type()) {
      case "integer" -> schema.keyword("format").asText("int64");
      case "boolean" -> "bool";
      case "number" -> "float64";
      case "array" -> "[]" + of(schema.elements());
      case "object" -> "map[string]" + of(schema.additional());
      default -> schema.keyword("format").asText().equals("byte") ? "[]uint8" : "string";
    };
  }

  /**
   * A struct's name.
   *
   * @param schema its schema
   * @return without the package, such as "DeploymentSpec"
   */
  static String plainName(Structural schema) {
    return schema.name().substring(schema.name().lastIndexOf('.') + 1);
  }
}

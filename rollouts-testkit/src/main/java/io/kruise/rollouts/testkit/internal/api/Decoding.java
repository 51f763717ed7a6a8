// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes an object into the schema of its type, and says what to do about unknown fields. Source:
 * apiserver, pkg/endpoints/handlers/rest.go (fieldValidation), and apiextensions-apiserver's
 * schemaCoercingDecoder.
 */
final class Decoding {
  private final SchemaRules schemas;

  /** What is done about unknown fields. */
  enum FieldValidation {
    /** They are dropped. */
    IGNORE,
    /** They are dropped, and the client is warned. */
    WARN,
    /** The request is refused. */
    STRICT;

    static FieldValidation of(ApiRequest request, String options) {
      String text = request.parameter("fieldValidation");
      return switch (text) {
        case "", "Warn" -> WARN;
        case "Ignore" -> IGNORE;
        case "Strict" -> STRICT;
        default ->
            throw ApiException.invalid(
                "meta.k8s.io",
                options,
                "",
                List.of(
                    new ApiException.Cause(
                        "FieldValueNotSupported",
                        "Unsupported value: \""
                            + text
                            + "\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"",
                        "fieldValidation")));
      };
    }
  }

  Decoding(SchemaRules schemas) {
    this.schemas = schemas;
  }

  /**
   * Shapes an object by its schema.
   *
   * @param type its type
   * @param object changed in place
   * @param validation what is done about unknown fields
   * @param warnings takes what the client is warned of
   * @return what the refusal would say; "" when there is none
   */
  String shape(
      ResourceType type, ObjectNode object, FieldValidation validation, Consumer<String> warnings) {
    List<String> unknown;
    try {
      unknown =
          schemas.shape(type, object).stream()
              .map(path -> "unknown field \"" + path + "\"")
              .toList();
    } catch (UndecodableException e) {
      return e.getMessage();
    }
    if (unknown.isEmpty() || validation == FieldValidation.IGNORE) {
      return "";
    }
    if (validation == FieldValidation.WARN) {
      unknown.forEach(warnings);
      return "";
    }
    return "strict decoding error: " + String.join(", ", unknown);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which form a client wants its answer. Source: apiserver,
 * pkg/endpoints/handlers/negotiation/negotiate.go.
 *
 * @param yaml whether in YAML
 * @param shape what of the objects
 */
record Representation(boolean yaml, Shape shape) {

  /** What of the objects. */
  enum Shape {
    /** They themselves. */
    OBJECT,
    /** A Table of them. */
    TABLE,
    /** Their metadata alone. */
    METADATA
  }

  /** As the client gets it that asks for nothing in particular. */
  static final Representation PLAIN = new Representation(false, Shape.OBJECT);

  /**
   * Reads an Accept header; the first form that can be served is taken.
   *
   * @param accept the header, "" for none
   * @return the form
   * @throws ApiException 406
   */
  static Representation of(String accept) {
    return of(accept, "");
  }

  /**
   * Reads an Accept header; the first form that can be served is taken.
   *
   * @param accept the header, "" for none
   * @param streamed how a refusal calls the forms in which a watch is served, "" where there is
   *     none
   * @return the form
   * @throws ApiException 406
   */
  static Representation of(String accept, String streamed) {
    if (accept.isBlank()) {
      return PLAIN;
    }
    for (String range : accept.split(",", -1)) {
      String[] parts = range.split(";", -1);
      Map<String, String> parameters = new HashMap<>();
      for (int i = 1; i < parts.length; i++) {
        String[] pair = parts[i].strip().split("=", 2);
        parameters.put(pair[0], pair.length > 1 ? pair[1] : "");
      }
      String type = parts[0].strip().toLowerCase(Locale.ROOT);
      boolean json =
          type.equals("application/json") || type.equals("*/*") || type.equals("application/*");
      Shape shape = shape(parameters.getOrDefault("as", ""));
      if (shape != null && (json || type.equals("application/yaml"))) {
        return new Representation(!json, shape);
      }
    }
    throw ApiException.generic(
        406,
        "NotAcceptable",
        "406: Not Acceptable\n\n"
            + "Available representations: application/json, application/yaml,"
            + " application/vnd.kubernetes.protobuf"
            + (streamed.isEmpty()
                ? ""
                : ", application/json"
                    + streamed
                    + ", application/vnd.kubernetes.protobuf"
                    + streamed));
  }

  private static @Nullable Shape shape(String as) {
    return switch (as) {
      case "" -> Shape.OBJECT;
      case "Table" -> Shape.TABLE;
      case "PartialObjectMetadata", "PartialObjectMetadataList" -> Shape.METADATA;
      default -> null;
    };
  }

  /**
   * What the answer's header says.
   *
   * @return the Content-Type
   */
  String contentType() {
    return yaml ? "application/yaml" : "application/json";
  }
}

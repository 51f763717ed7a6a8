// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** Schemas that others refer to by name. */
interface Definitions {
  /** How a reference to a schema of an OpenAPI document begins. */
  String PREFIX = "#/components/schemas/";

  /** No schema has a name. */
  Definitions NONE =
      name -> {
        throw new IllegalArgumentException("no definition " + name);
      };

  /**
   * A schema.
   *
   * @param name such as "io.k8s.api.core.v1.Container"
   * @return the schema
   * @throws IllegalArgumentException when there is none
   */
  JsonNode get(String name);

  /**
   * The name in a reference.
   *
   * @param reference such as "#/components/schemas/io.k8s.api.core.v1.Container"
   * @return the name; "" when it is no reference
   */
  static String name(String reference) {
    return reference.startsWith(PREFIX) ? reference.substring(PREFIX.length()) : "";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

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
   * The fields of a definition that Go leaves away when they are zero, false or empty.
   *
   * @param name the definition's name
   * @return the fields' names
   */
  default Set<String> omittedWhenZero(String name) {
    return Set.of();
  }

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

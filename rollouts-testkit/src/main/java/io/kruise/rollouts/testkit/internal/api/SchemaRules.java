// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a type's schema does to an object on its way into the store. Stateless. */
public interface SchemaRules {

  /**
   * Drops what the schema doesn't know, and fills in its defaults.
   *
   * @param type the type
   * @param object changed in place
   * @return the paths that were dropped, such as "spec.other"
   */
  List<String> shape(ResourceType type, ObjectNode object);

  /**
   * Judges an object.
   *
   * @param type the type
   * @param object as it would be stored
   * @return what is wrong with it; empty when nothing is
   */
  List<ApiException.Cause> validate(ResourceType type, ObjectNode object);

  /** Any object is right as it is. */
  SchemaRules NONE =
      new SchemaRules() {
        @Override
        public List<String> shape(ResourceType type, ObjectNode object) {
          return List.of();
        }

        @Override
        public List<ApiException.Cause> validate(ResourceType type, ObjectNode object) {
          return List.of();
        }
      };
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a type's schema does to an object on its way into the store. Stateless. */
public interface SchemaRules {

  /**
   * Drops what the schema doesn't know, and fills in its defaults.
   *
   * @param type the type
   * @param object changed in place
   * @return the paths that were dropped, such as "spec.other"
   * @throws UndecodableException when a value is of the wrong kind where the API server decodes
   *     into typed values: anywhere in a built-in type, in the metadata of a custom one
   */
  default List<String> shape(ResourceType type, ObjectNode object) {
    return shape(type, object, Json.object());
  }

  /**
   * The same, on the way to a new version.
   *
   * @param type the type
   * @param object changed in place, but for the fields that it shares with the stored one: they
   *     have their form already
   * @param before as stored
   * @return the paths that were dropped
   * @throws UndecodableException as above
   */
  List<String> shape(ResourceType type, ObjectNode object, ObjectNode before);

  /**
   * Judges an object.
   *
   * @param type the type
   * @param object as it would be stored
   * @param before as stored; null for a creation. What hasn't changed in a custom resource is not
   *     held against an update
   * @return what is wrong with it; empty when nothing is
   */
  List<ApiException.Cause> validate(
      ResourceType type, ObjectNode object, @Nullable ObjectNode before);

  /**
   * How the parts of an object are merged.
   *
   * @param type the type
   * @return the schema of a whole object
   */
  PatchSchema patch(ResourceType type);

  /** Any object is right as it is. */
  SchemaRules NONE =
      new SchemaRules() {
        @Override
        public List<String> shape(ResourceType type, ObjectNode object, ObjectNode before) {
          return List.of();
        }

        @Override
        public List<ApiException.Cause> validate(
            ResourceType type, ObjectNode object, @Nullable ObjectNode before) {
          return List.of();
        }

        @Override
        public PatchSchema patch(ResourceType type) {
          return PatchSchema.UNKNOWN;
        }
      };
}

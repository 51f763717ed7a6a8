// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What looks at a write before it is stored: a webhook, or a plugin of the API server's own.
 * Stateless.
 */
public interface Admission {

  /** What the request does. */
  enum Operation {
    /** Makes an object. */
    CREATE,
    /** Changes one. */
    UPDATE,
    /** Asks for its deletion. */
    DELETE
  }

  /**
   * A write.
   *
   * @param operation what it does
   * @param type of which type
   * @param subresource "" for the object itself, "status", "scale"
   * @param before as stored; null for a creation
   * @param object as it would be stored, to be changed by {@link #mutate}; for a deletion as stored
   * @param world all objects
   */
  record Request(
      Operation operation,
      ResourceType type,
      String subresource,
      @Nullable ObjectNode before,
      ObjectNode object,
      World world) {}

  /**
   * Changes the object, before the schema is applied.
   *
   * @param request the write; its object may be changed
   * @throws ApiException when it is refused
   */
  default void mutate(Request request) {}

  /**
   * What the API server's own validation says against the object; all of it is said together, after
   * what is wrong with the metadata.
   *
   * @param request the write
   * @return each rule that it breaks, in order
   */
  default List<ApiException.Cause> problems(Request request) {
    return List.of();
  }

  /**
   * Judges the object, after the schema was applied.
   *
   * @param request the write
   * @throws ApiException when it is refused
   */
  default void validate(Request request) {}
}

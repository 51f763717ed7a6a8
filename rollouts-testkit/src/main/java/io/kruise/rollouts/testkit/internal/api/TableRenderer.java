// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Renders objects as a Table, for a client whose Accept header asks for one. Stateless. */
public interface TableRenderer {

  /** What the rows carry of their objects: the parameter includeObject. */
  enum IncludeObject {
    /** Only a PartialObjectMetadata. */
    METADATA,
    /** All of it. */
    OBJECT,
    /** Nothing. */
    NONE
  }

  /**
   * Makes a Table.
   *
   * @param type the type of the objects
   * @param objects one for a single object or a watch event, any number for a list; not to be
   *     changed
   * @param include what the rows carry
   * @param columns whether the Table has columnDefinitions; a watch's later events don't
   * @return kind Table, without the list's metadata, which the caller sets
   */
  ObjectNode render(
      ResourceType type, List<ObjectNode> objects, IncludeObject include, boolean columns);
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.kruise.rollouts.testkit.internal.object.Json;

/** RFC 6902. */
public final class JsonPatches {
  private JsonPatches() {}

  /**
   * Applies a patch.
   *
   * @param target left as it is
   * @param patch the operations
   * @return a tree of its own
   * @throws PatchException when a test fails or a path is missing, or it is no patch
   */
  public static ObjectNode apply(ObjectNode target, JsonNode patch) {
    if (!patch.isArray()) {
      throw new PatchException(
          PatchException.Why.MALFORMED,
          "json: cannot unmarshal " + GoTypes.of(patch) + " into Go value of type jsonpatch.Patch");
    }
    for (JsonNode operation : Json.items(patch)) {
      if (!operation.isObject()) {
        throw new PatchException(
            PatchException.Why.MALFORMED,
            "json: cannot unmarshal "
                + GoTypes.of(operation)
                + " into Go value of type jsonpatch.Operation");
      }
    }
    JsonNode patched;
    try {
      patched = JsonPatch.apply(patch, target);
    } catch (JsonPatchException e) {
      throw new PatchException(PatchException.Why.DOES_NOT_FIT, String.valueOf(e.getMessage()));
    }
    if (patched instanceof ObjectNode object) {
      return object;
    }
    throw new PatchException(PatchException.Why.DOES_NOT_FIT, "no object is left");
  }
}

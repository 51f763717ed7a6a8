// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.patch;

import com.fasterxml.jackson.core.JsonPointer;
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
    JsonNode patched = target;
    for (JsonNode operation : Json.items(patch)) {
      patched = applied(patched, operation);
    }
    if (patched instanceof ObjectNode object) {
      return object;
    }
    throw new PatchException(PatchException.Why.DOES_NOT_FIT, "no object is left");
  }

  /**
   * One operation, where github.com/evanphx/json-patch has it otherwise than zjsonpatch: a test for
   * null passes on what isn't there, a replacement of a field that isn't there adds it, a removal
   * of it fails.
   */
  private static JsonNode applied(JsonNode target, JsonNode operation) {
    String path = operation.path("path").asText();
    JsonNode at = at(target, path);
    switch (operation.path("op").asText()) {
      case "test" -> {
        if (at.isMissingNode() && operation.path("value").isNull()) {
          return target;
        }
      }
      case "remove" -> {
        if (at.isMissingNode()) {
          throw missing(path);
        }
      }
      case "replace" -> {
        if (at.isMissingNode() && parent(target, path).isObject()) {
          return applied(target, ((ObjectNode) operation.deepCopy()).put("op", "add"));
        }
      }
      default -> {
        // as the library has it
      }
    }
    try {
      return JsonPatch.apply(list(operation), target);
    } catch (JsonPatchException | IllegalArgumentException e) {
      throw new PatchException(PatchException.Why.DOES_NOT_FIT, String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode list(JsonNode operation) {
    return Json.object().arrayNode().add(operation);
  }

  private static JsonNode parent(JsonNode target, String path) {
    return at(target, path.substring(0, Math.max(0, path.lastIndexOf('/'))));
  }

  private static JsonNode at(JsonNode target, String path) {
    if (!path.isEmpty() && !path.startsWith("/")) {
      throw missing(path);
    }
    return target.at(JsonPointer.compile(path));
  }

  private static PatchException missing(String path) {
    return new PatchException(
        PatchException.Why.DOES_NOT_FIT, "there is nothing at \"" + path + "\"");
  }
}

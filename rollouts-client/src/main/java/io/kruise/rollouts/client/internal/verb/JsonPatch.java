// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JSON Patch (RFC 6902) in the making: tests first, so that it applies to what was meant alone.
 */
public final class JsonPatch {
  private final List<Map<String, Object>> operations = new ArrayList<>();

  private JsonPatch() {}

  /**
   * A patch for one object, and for no other one of its name.
   *
   * @param uid the object's uid
   * @return a patch with that test alone
   */
  public static JsonPatch on(String uid) {
    return new JsonPatch().test("/metadata/uid", uid);
  }

  /**
   * The value must be there, or nothing is changed.
   *
   * @param path a JSON Pointer
   * @param value the value
   * @return this
   */
  public JsonPatch test(String path, Object value) {
    operations.add(Map.of("op", "test", "path", path, "value", value));
    return this;
  }

  /**
   * Sets a field, whether it is there or not.
   *
   * @param path a JSON Pointer
   * @param value the value
   * @return this
   */
  public JsonPatch set(String path, Object value) {
    operations.add(Map.of("op", "add", "path", path, "value", value));
    return this;
  }

  /**
   * Sets an entry of a map that may not be there yet.
   *
   * @param map the map's JSON Pointer
   * @param known the map as it was read
   * @param key the entry
   * @param value its value
   * @return this
   */
  public JsonPatch setIn(String map, Map<String, String> known, String key, String value) {
    return known.isEmpty()
        ? set(map, Map.of(key, value))
        : set(map + "/" + key.replace("~", "~0").replace("/", "~1"), value);
  }

  /**
   * The patch.
   *
   * @return its operations, in the order of the calls
   */
  public List<Map<String, Object>> operations() {
    return List.copyOf(operations);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ApiException.Cause;
import io.kruise.rollouts.testkit.internal.api.FieldErrors;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No value twice in a list of type "set", no key twice in one of type "map".
 * (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype)
 */
final class ListUniqueness {
  private final List<Cause> causes = new ArrayList<>();

  private ListUniqueness() {}

  /**
   * Judges an object.
   *
   * @param object the object
   * @param schema its schema
   * @return what is there twice
   */
  static List<Cause> judge(ObjectNode object, Structural schema) {
    return judge(object, Json.object(), schema);
  }

  /**
   * Judges an object, but for what it shares with another.
   *
   * @param object the object
   * @param before the other
   * @param schema its schema
   * @return what is there twice
   */
  static List<Cause> judge(ObjectNode object, ObjectNode before, Structural schema) {
    ListUniqueness uniqueness = new ListUniqueness();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!Json.isSame(field.getValue(), before.path(field.getKey()))) {
        uniqueness.field(field, schema, "");
      }
    }
    return uniqueness.causes;
  }

  private void field(Map.Entry<String, JsonNode> field, Structural schema, String path) {
    boolean key = schema.property(field.getKey()) == null;
    String at = key ? path + "[" + field.getKey() + "]" : FieldErrors.child(path, field.getKey());
    visit(field.getValue(), schema.child(field.getKey()), at);
  }

  private void visit(JsonNode value, @Nullable Structural schema, String path) {
    if (schema == null) {
      return;
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        field(field, schema, path);
      }
    } else if (value.isArray()) {
      list(value, schema, path);
      for (int i = 0; i < value.size(); i++) {
        visit(value.get(i), schema.elements(), path + "[" + i + "]");
      }
    }
  }

  private void list(JsonNode list, Structural schema, String path) {
    String type = schema.listType();
    if (type.equals("atomic")) {
      return;
    }
    List<JsonNode> identities = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode element = list.get(i);
      if (type.equals("set")) {
        identities.add(element);
      } else if (element.isObject() || element.isNull()) {
        identities.add(keys(element, schema.listMapKeys()));
      } else {
        causes.add(
            FieldErrors.invalid(
                path + "[" + i + "]", element, "must be an object for an array of list-type map"));
        return;
      }
    }
    Map<JsonNode, Integer> seen = new HashMap<>();
    for (int i = 0; i < identities.size(); i++) {
      if (seen.merge(identities.get(i), 1, Integer::sum) == 2) {
        causes.add(FieldErrors.duplicate(path + "[" + i + "]", identities.get(i)));
      }
    }
  }

  private static JsonNode keys(JsonNode element, List<String> names) {
    ObjectNode keys = Json.object();
    for (String name : names) {
      if (element.has(name)) {
        keys.set(name, element.path(name));
      }
    }
    return keys;
  }
}

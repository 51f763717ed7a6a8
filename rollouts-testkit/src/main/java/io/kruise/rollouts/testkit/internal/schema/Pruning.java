// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Drops the fields that a schema doesn't know.
 * (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning)
 */
final class Pruning {
  private static final Set<String> META = Set.of("apiVersion", "kind", "metadata");

  private final Set<String> dropped = new TreeSet<>();

  private Pruning() {}

  /**
   * Prunes a custom resource, but for its own apiVersion, kind and metadata.
   *
   * @param object changed in place
   * @param schema of the whole object
   * @return the paths that were dropped, in the order of their texts
   */
  static List<String> prune(ObjectNode object, Structural schema) {
    Pruning pruning = new Pruning();
    pruning.object(object, schema, "", true, schema.preservesUnknown());
    return List.copyOf(pruning.dropped);
  }

  private void value(JsonNode value, @Nullable Structural schema, String path) {
    if (value instanceof ObjectNode object) {
      boolean keep = schema != null && schema.preservesUnknown();
      object(object, schema, path, schema != null && schema.embedded(), keep);
    } else if (value instanceof ArrayNode array) {
      array(array, schema, path, schema != null && schema.preservesUnknown());
    }
  }

  private void array(ArrayNode array, @Nullable Structural schema, String path, boolean keep) {
    Structural elements = schema == null ? null : schema.elements();
    for (int i = 0; i < array.size(); i++) {
      String at = path + "[" + i + "]";
      if (!keep) {
        value(array.get(i), elements, at);
      } else if (elements != null && array.get(i) instanceof ObjectNode object) {
        object(object, elements, at, elements.embedded(), true);
      } else if (elements != null && array.get(i) instanceof ArrayNode inner) {
        array(inner, elements, at, true);
      }
    }
  }

  private void object(
      ObjectNode object, @Nullable Structural schema, String path, boolean embedded, boolean keep) {
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      if (embedded && META.contains(name)) {
        continue;
      }
      Structural child = schema == null ? null : schema.child(name);
      if (child != null) {
        value(field.getValue(), child, join(path, name));
      } else if (!keep) {
        unknown.add(name);
      }
    }
    for (String name : unknown) {
      object.remove(name);
      dropped.add(join(path, name));
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.api.PatchSchema;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of built-in and custom types. Schemas are compiled once for each type. Thread-safe. */
public final class ObjectSchemas implements SchemaRules {
  private final Map<JsonNode, Structural> compiled =
      Collections.synchronizedMap(new IdentityHashMap<>());

  @Override
  public List<String> shape(ResourceType type, ObjectNode object) {
    Structural schema = structural(type);
    if (schema == null || !type.custom()) {
      return List.of();
    }
    List<String> dropped = Pruning.prune(object, schema);
    Defaulting.dropNulls(object, schema);
    Defaulting.fill(object, schema);
    return dropped;
  }

  @Override
  public List<ApiException.Cause> validate(
      ResourceType type, ObjectNode object, @Nullable ObjectNode before) {
    return List.of();
  }

  @Override
  public PatchSchema patch(ResourceType type) {
    Structural schema = structural(type);
    return schema == null ? PatchSchema.UNKNOWN : schema;
  }

  private @Nullable Structural structural(ResourceType type) {
    JsonNode schema = type.schema();
    return schema == null
        ? null
        : compiled.computeIfAbsent(
            schema,
            any -> new Structural(schema, type.custom() ? Definitions.NONE : BuiltInTypes.get()));
  }
}

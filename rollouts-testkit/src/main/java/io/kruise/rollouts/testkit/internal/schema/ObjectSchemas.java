// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.api.UndecodableException;
import io.kruise.rollouts.testkit.internal.builtin.BuiltInDefaults;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of built-in and custom types. Schemas are compiled once for each type; those of types
 * that many clusters have, once for all of them. Thread-safe.
 */
public final class ObjectSchemas implements SchemaRules {
  private record Compiled(Structural structural, Supplier<CustomValidation> validation) {}

  private final TypedShape typed = new TypedShape(BuiltInDefaults.byDefinition());
  private final Structural objectMeta =
      new Structural(
          Json.object().put("$ref", Definitions.PREFIX + TypedShape.OBJECT_META),
          BuiltInTypes.get());
  private final Map<JsonNode, Compiled> compiled =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final IdentityHashMap<JsonNode, Compiled> shared;

  private ObjectSchemas(IdentityHashMap<JsonNode, Compiled> shared) {
    this.shared = shared;
  }

  /**
   * Rules that know some types already.
   *
   * @param types those that all clusters have
   * @return rules to begin others with
   */
  public static ObjectSchemas of(Collection<ResourceType> types) {
    IdentityHashMap<JsonNode, Compiled> known = new IdentityHashMap<>();
    for (ResourceType type : types) {
      JsonNode schema = type.schema();
      if (schema != null) {
        known.put(schema, compile(schema, type.custom()));
      }
    }
    return new ObjectSchemas(known);
  }

  /**
   * Rules of one cluster, which forget its own types with it.
   *
   * @return rules that share what these knew from the beginning
   */
  public ObjectSchemas ofOneCluster() {
    return new ObjectSchemas(shared);
  }

  @Override
  public List<String> shape(ResourceType type, ObjectNode object, ObjectNode before) {
    Compiled schema = compiled(type);
    if (schema == null) {
      return List.of();
    }
    if (!type.custom()) {
      List<String> unknown =
          List.copyOf(TypedDecoding.decode(object, before, schema.structural(), ""));
      typed.shape(object, before, schema.structural());
      return unknown;
    }
    List<String> dropped = new ArrayList<>(metadata(object));
    dropped.addAll(Pruning.prune(object, schema.structural()));
    Defaulting.dropNulls(object, schema.structural());
    Defaulting.fill(object, schema.structural());
    return dropped;
  }

  @Override
  public List<ApiException.Cause> validate(
      ResourceType type, ObjectNode object, @Nullable ObjectNode before) {
    Compiled schema = compiled(type);
    if (schema == null || !type.custom()) {
      return List.of();
    }
    return schema.validation().get().judge(object, before);
  }

  @Override
  public PatchSchema patch(ResourceType type) {
    Compiled schema = compiled(type);
    if (schema == null) {
      return PatchSchema.UNKNOWN;
    }
    return type.custom() ? new RootSchema(schema.structural(), objectMeta) : schema.structural();
  }

  /** The metadata of a custom resource is typed all the same. */
  private List<String> metadata(ObjectNode object) {
    if (!(object.path("metadata") instanceof ObjectNode metadata)) {
      return List.of();
    }
    List<String> unknown;
    try {
      unknown = List.copyOf(TypedDecoding.decode(metadata, Json.object(), objectMeta, "metadata"));
    } catch (UndecodableException e) {
      // decoded apart from the rest, so it is the root of what is said
      throw new UndecodableException(String.valueOf(e.getMessage()).replace(".metadata.", "."));
    }
    typed.shape(metadata, Json.object(), objectMeta);
    return unknown;
  }

  private @Nullable Compiled compiled(ResourceType type) {
    JsonNode schema = type.schema();
    if (schema == null) {
      return null;
    }
    Compiled known = shared.get(schema);
    return known == null
        ? compiled.computeIfAbsent(schema, any -> compile(schema, type.custom()))
        : known;
  }

  private static Compiled compile(JsonNode schema, boolean custom) {
    Structural structural = new Structural(schema, custom ? Definitions.NONE : BuiltInTypes.get());
    return new Compiled(structural, new Once<>(() -> new CustomValidation(schema, structural)));
  }

  /** Made when first asked for. */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    private Once(Supplier<T> maker) {
      this.maker = maker;
    }

    @Override
    public synchronized T get() {
      T value = made;
      if (value == null) {
        value = maker.get();
        made = value;
      }
      return value;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A structural schema, made quick to walk beside an object: each node is looked up once. Immutable
 * but for its memory of children. (k8s.io/apiextensions-apiserver/pkg/apiserver/schema)
 */
final class Structural implements PatchSchema {
  private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";

  private final JsonNode use;
  private final JsonNode definition;
  private final String name;
  private final Definitions definitions;
  private final String type;
  private final String format;
  private final boolean struct;
  private final boolean map;
  private final boolean intOrString;
  private final boolean anything;
  private final boolean quantity;
  private final String listType;
  private final List<String> listMapKeys;
  private final boolean atomicMap;
  private final Set<String> omitted;
  private final Set<String> required;
  private final List<String> defaulted;
  private final Map<String, Structural> properties = new ConcurrentHashMap<>();
  private volatile @Nullable Structural additional;
  private volatile @Nullable Structural items;

  /**
   * A schema.
   *
   * @param schema as written; a reference, or an allOf with only one, stands for what it names
   * @param definitions what references name
   */
  Structural(JsonNode schema, Definitions definitions) {
    this.use = schema;
    this.definitions = definitions;
    JsonNode reference = schema.path("$ref");
    if (reference.isMissingNode() && schema.path("allOf").size() == 1) {
      reference = schema.path("allOf").path(0).path("$ref");
    }
    this.name = Definitions.name(reference.asText());
    this.definition = name.isEmpty() ? schema : definitions.get(name);
    this.type = definition.path("type").asText();
    this.format = keyword("format").asText();
    this.struct = definition.has("properties");
    this.map = definition.has("additionalProperties");
    this.intOrString =
        definition.path("x-kubernetes-int-or-string").asBoolean()
            || definition.path("format").asText().equals("int-or-string");
    this.anything =
        (!definition.has("type") && !definition.has("oneOf"))
            || (type.equals("object") && !struct && !map);
    this.quantity = name.equals(QUANTITY);
    this.listType = keyword("x-kubernetes-list-type").asText("atomic");
    this.listMapKeys =
        Json.items(keyword("x-kubernetes-list-map-keys")).stream().map(JsonNode::asText).toList();
    this.atomicMap = keyword("x-kubernetes-map-type").asText().equals("atomic");
    this.omitted = definitions.omittedWhenZero(name);
    this.required =
        Json.items(definition.path("required")).stream()
            .map(JsonNode::asText)
            .collect(Collectors.toUnmodifiableSet());
    this.defaulted =
        definition.path("properties").properties().stream()
            .filter(property -> property.getValue().hasNonNull("default"))
            .map(Map.Entry::getKey)
            .toList();
  }

  /**
   * The name of the definition that it refers to.
   *
   * @return such as "io.k8s.api.core.v1.Container"; "" for none
   */
  String name() {
    return name;
  }

  /**
   * A keyword of the schema.
   *
   * @param keyword such as "format"
   * @return its value; what is said where the schema is used comes first
   */
  JsonNode keyword(String keyword) {
    JsonNode here = use.path(keyword);
    return here.isMissingNode() ? definition.path(keyword) : here;
  }

  /**
   * The type.
   *
   * @return such as "object"; "" when nothing is said
   */
  String type() {
    return type;
  }

  /**
   * The format.
   *
   * @return such as "date-time"; "" when nothing is said
   */
  String format() {
    return format;
  }

  /**
   * Whether it takes a number as well as a text.
   *
   * @return whether it is so marked
   */
  boolean intOrString() {
    return intOrString;
  }

  /**
   * Whether it has properties of its own.
   *
   * @return whether Go has a struct for it
   */
  boolean isStruct() {
    return struct;
  }

  /**
   * Whether it takes any key.
   *
   * @return whether Go has a map for it
   */
  boolean isMap() {
    return map;
  }

  /**
   * Whether it takes any value: it has no type, or is an object of which nothing is known.
   *
   * @return whether Go keeps it raw
   */
  boolean anything() {
    return anything;
  }

  /**
   * Whether Go leaves a field away that is zero, false or empty.
   *
   * @param field its name
   * @return whether it is no pointer, and marked omitempty
   */
  boolean omitsZero(String field) {
    return omitted.contains(field);
  }

  /**
   * Whether it is an amount of a resource.
   *
   * @return whether it refers to Quantity
   */
  boolean isQuantity() {
    return quantity;
  }

  /**
   * Whether null is a value.
   *
   * @return whether it is nullable
   */
  boolean nullable() {
    return definition.path("nullable").asBoolean();
  }

  /**
   * Whether unknown fields are kept.
   *
   * @return whether it is so marked
   */
  boolean preservesUnknown() {
    return definition.path("x-kubernetes-preserve-unknown-fields").asBoolean();
  }

  /**
   * Whether the value is an object of its own, with apiVersion, kind and metadata.
   *
   * @return whether it is so marked
   */
  boolean embedded() {
    return definition.path("x-kubernetes-embedded-resource").asBoolean();
  }

  /**
   * What an absent value becomes.
   *
   * @return the default, not to be changed; a missing node when there is none
   */
  @Override
  public JsonNode defaultValue() {
    JsonNode value = keyword("default");
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  /**
   * Whether a field has to be there.
   *
   * @param field its name
   * @return whether it is required
   */
  boolean requires(String field) {
    return required.contains(field);
  }

  /**
   * The properties that have a default.
   *
   * @return their names, in the schema's order
   */
  List<String> defaultedNames() {
    return defaulted;
  }

  /**
   * A property.
   *
   * @param field its name
   * @return its schema; null when there is no such property
   */
  @Nullable Structural property(String field) {
    Structural known = properties.get(field);
    if (known != null) {
      return known;
    }
    JsonNode schema = definition.path("properties").path(field);
    if (schema.isMissingNode()) {
      return null;
    }
    return properties.computeIfAbsent(field, any -> new Structural(schema, definitions));
  }

  /**
   * The values of a map.
   *
   * @return their schema; null when this is no map
   */
  @Nullable Structural additional() {
    Structural known = additional;
    JsonNode schema = definition.path("additionalProperties");
    if (known == null && (schema.isObject() || schema.asBoolean())) {
      known = new Structural(schema, definitions);
      additional = known;
    }
    return known;
  }

  /**
   * The elements of a list.
   *
   * @return their schema; null when nothing is said
   */
  @Nullable Structural elements() {
    Structural known = items;
    if (known == null && definition.path("items").isObject()) {
      known = new Structural(definition.path("items"), definitions);
      items = known;
    }
    return known;
  }

  /**
   * A property, or the values of a map.
   *
   * @param field the name or key
   * @return its schema; null when it is unknown
   */
  @Nullable Structural child(String field) {
    Structural property = property(field);
    return property == null ? additional() : property;
  }

  @Override
  public PatchSchema field(String field) {
    Structural child = child(field);
    return child == null ? UNKNOWN : child;
  }

  @Override
  public PatchSchema items() {
    Structural elements = elements();
    return elements == null ? UNKNOWN : elements;
  }

  @Override
  public List<String> patchStrategies() {
    String strategies = keyword("x-kubernetes-patch-strategy").asText();
    return strategies.isEmpty() ? List.of() : List.of(strategies.split(",", -1));
  }

  @Override
  public String patchMergeKey() {
    return keyword("x-kubernetes-patch-merge-key").asText();
  }

  @Override
  public String listType() {
    return listType;
  }

  @Override
  public List<String> listMapKeys() {
    return listMapKeys;
  }

  @Override
  public boolean atomicMap() {
    return atomicMap;
  }

  @Override
  public boolean declares(String field) {
    return property(field) != null;
  }
}

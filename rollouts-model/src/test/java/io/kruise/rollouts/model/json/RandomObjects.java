// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.json;

import io.kruise.rollouts.model.Json;
import io.kruise.rollouts.model.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Makes objects of a kind, as its schema allows and beyond: fields come and go, are zero or empty,
 * and objects hold fields that the schema does not know.
 *
 * <p>It goes on until it has made each variant of each field.
 */
final class RandomObjects {

  /** Beginning of the names of fields that no schema knows. */
  static final String UNKNOWN = "x-unknown-";

  private static final int ENOUGH = 10_000;

  private static final String[] TEXTS = {
    "StepPaused", "Approved", "5%", "2026-11-23T10:00:00.123456Z", "null", "12", "ünïcode \"\\\n"
  };

  private final Kind kind;
  private final Map<String, Object> properties;
  private final Random random;
  private final Set<String> made = new TreeSet<>();

  private RandomObjects(Kind kind, long seed) {
    this.kind = kind;
    properties = properties(kind);
    random = new Random(seed);
  }

  /** At least so many objects, in JSON, with each variant of each field among them. */
  static List<String> of(Kind kind, int atLeast, long seed) {
    Set<String> missing = variants(kind);
    List<String> objects = new ArrayList<>();
    RandomObjects random = new RandomObjects(kind, seed);
    while (objects.size() < atLeast || !missing.isEmpty()) {
      objects.add(Json.write(random.next()));
      missing.removeAll(random.made);
      random.made.clear();
      if (objects.size() == ENOUGH) {
        throw new IllegalStateException("seed " + seed + " never makes " + missing);
      }
    }
    return objects;
  }

  private Map<String, Object> next() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "rollouts.kruise.io/" + kind.version());
    object.put("kind", kind.type().getSimpleName());
    object.put("metadata", Map.of("name", "demo", "namespace", "default", "generation", 3));
    for (String part : List.of("spec", "status")) {
      maybe(part, object, part, () -> object(part, Json.map(properties.get(part))));
    }
    addUnknown("", object);
    return object;
  }

  /** Path and variant of all that can be made. */
  private static Set<String> variants(Kind kind) {
    Map<String, Object> properties = properties(kind);
    Set<String> variants = new TreeSet<>();
    variants.add(" unknown");
    for (String part : List.of("spec", "status")) {
      variants.addAll(List.of(part + " present", part + " absent"));
      addVariants(part, Json.map(properties.get(part)), variants);
    }
    return variants;
  }

  private static Map<String, Object> properties(Kind kind) {
    Object version = Json.list(Json.map(kind.crd().get("spec")).get("versions")).get(0);
    Object schema = Json.map(Json.map(version).get("schema")).get("openAPIV3Schema");
    return Json.map(Json.map(schema).get("properties"));
  }

  private static void addVariants(String path, Map<String, Object> schema, Set<String> variants) {
    for (String variant : variantsOf(schema)) {
      variants.add(path + " " + variant);
    }
    if (schema.containsKey("properties")) {
      Json.map(schema.get("properties"))
          .forEach(
              (name, property) -> {
                String inner = path + "." + name;
                variants.addAll(List.of(inner + " present", inner + " absent"));
                addVariants(inner, Json.map(property), variants);
              });
    } else if (schema.containsKey("items")) {
      addVariants(path + "[]", Json.map(schema.get("items")), variants);
    }
  }

  private static List<String> variantsOf(Map<String, Object> schema) {
    if (schema.containsKey("x-kubernetes-int-or-string")) {
      return List.of("int", "string");
    }
    return switch (String.valueOf(schema.get("type"))) {
      case "object" ->
          schema.containsKey("properties")
              ? List.of("empty", "filled", "unknown")
              : List.of("empty", "filled");
      case "array", "string" -> List.of("empty", "filled");
      case "integer" -> List.of("zero", "number");
      case "boolean" -> List.of("true", "false");
      default -> List.of("any");
    };
  }

  private Object value(String path, Map<String, Object> schema) {
    if (schema.containsKey("x-kubernetes-int-or-string")) {
      return either(path, "int", () -> random.nextInt(20), "string", () -> "20%");
    }
    return switch (String.valueOf(schema.get("type"))) {
      case "object" -> schema.containsKey("properties") ? object(path, schema) : map(path);
      case "array" -> array(path, Json.map(schema.get("items")));
      case "string" -> either(path, "empty", () -> "", "filled", this::text);
      case "integer" -> either(path, "zero", () -> 0, "number", () -> number(schema));
      case "boolean" -> either(path, "true", () -> true, "false", () -> false);
      default -> {
        made.add(path + " any");
        yield anyButNull(2);
      }
    };
  }

  private Map<String, Object> object(String path, Map<String, Object> schema) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (random.nextInt(8) == 0) {
      made.add(path + " empty");
      return object;
    }
    made.add(path + " filled");
    Json.map(schema.get("properties"))
        .forEach(
            (name, property) -> {
              String inner = path + "." + name;
              maybe(inner, object, name, () -> value(inner, Json.map(property)));
            });
    addUnknown(path, object);
    return object;
  }

  private List<Object> array(String path, Map<String, Object> items) {
    List<Object> array = new ArrayList<>();
    int size = random.nextInt(4);
    made.add(path + (size == 0 ? " empty" : " filled"));
    for (int i = 0; i < size; i++) {
      array.add(value(path + "[]", items));
    }
    return array;
  }

  private Object map(String path) {
    return either(path, "empty", Map::of, "filled", () -> Map.of("a", text(), "b/c", ""));
  }

  private void addUnknown(String path, Map<String, Object> object) {
    if (random.nextInt(3) == 0) {
      made.add(path + " unknown");
      object.put(UNKNOWN + random.nextInt(100), any(2));
    }
  }

  private Object any(int depth) {
    return random.nextInt(8) == 0 ? null : anyButNull(depth);
  }

  private Object anyButNull(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextDouble();
      case 2 -> random.nextBoolean();
      case 3 -> "";
      case 4 -> text();
      case 5 -> Arrays.asList(any(depth - 1), any(depth - 1));
      default -> new LinkedHashMap<>(Map.of(text(), List.of(), "inner", Map.of()));
    };
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private Number number(Map<String, Object> schema) {
    if ("int64".equals(schema.get("format"))) {
      return random.nextBoolean() ? Long.MAX_VALUE : random.nextLong();
    }
    return random.nextBoolean() ? -1 : random.nextInt();
  }

  private Object either(
      String path, String one, Supplier<Object> first, String two, Supplier<Object> second) {
    boolean isFirst = random.nextInt(3) == 0;
    made.add(path + " " + (isFirst ? one : two));
    return (isFirst ? first : second).get();
  }

  private void maybe(String path, Map<String, Object> object, String name, Supplier<Object> value) {
    boolean isPresent = random.nextInt(4) > 0;
    made.add(path + (isPresent ? " present" : " absent"));
    if (isPresent) {
      object.put(name, value.get());
    }
  }
}

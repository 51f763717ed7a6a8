// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.schema;

import io.kruise.rollouts.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One version of a CRD as lines: a fact each, without the texts for people.
 *
 * <p>Nothing but descriptions is left out, so that a keyword that is new to a CRD shows as a
 * difference. A property is a line such as {@code spec.strategy.canary.steps[].pause.duration
 * integer int32 optional}; {@code []} leads into a list and {@code {}} into a map.
 */
final class CrdTable {

  private static final List<Map<String, Object>> INT_OR_STRING =
      List.of(Map.of("type", "integer"), Map.of("type", "string"));

  private final List<String> lines = new ArrayList<>();

  private CrdTable() {}

  /** The lines of the version of that name. */
  static List<String> of(Map<String, Object> crd, String versionName) {
    CrdTable table = new CrdTable();
    table.fact("name", Json.map(crd.get("metadata")).get("name"));
    Map<String, Object> spec = new TreeMap<>(Json.map(crd.get("spec")));
    Map<String, Object> version = new TreeMap<>(versionOf(spec, versionName));
    spec.remove("versions");
    Object schema = Json.map(version.remove("schema")).get("openAPIV3Schema");
    table.fact("spec", spec);
    table.fact("version", version);
    table.property("(root)", "", Json.map(schema));
    return table.lines;
  }

  /** The lines of a file, without its comments. */
  static List<String> read(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  private static Map<String, Object> versionOf(Map<String, Object> spec, String name) {
    return Json.list(spec.get("versions")).stream()
        .map(Json::map)
        .filter(version -> name.equals(version.get("name")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no version " + name));
  }

  private void fact(String path, Object value) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      new TreeMap<>(Json.map(map)).forEach((key, inner) -> fact(path + "." + key, inner));
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        fact(path + "[" + i + "]", list.get(i));
      }
    } else if (!isText(path) && !isDefaultPriority(path, value)) {
      lines.add(path + "  " + Json.write(value));
    }
  }

  /** Columns of printers have descriptions, too. */
  private static boolean isText(String path) {
    return path.endsWith("].description");
  }

  private static boolean isDefaultPriority(String path, Object value) {
    return path.endsWith("].priority") && Integer.valueOf(0).equals(value);
  }

  private void property(String path, String presence, Map<String, Object> schema) {
    Map<String, Object> keywords = new TreeMap<>(schema);
    keywords.remove("description");
    Map<String, Object> properties = sorted(keywords.remove("properties"));
    List<Object> required = orEmpty(keywords.remove("required"));
    Object items = keywords.remove("items");
    Object values = keywords.remove("additionalProperties");
    if (!properties.keySet().containsAll(required)) {
      throw new IllegalArgumentException(path + " requires what it does not have");
    }

    lines.add(line(path, presence, keywords));
    String prefix = path.equals("(root)") ? "" : path + ".";
    properties.forEach(
        (name, property) ->
            property(
                prefix + name,
                required.contains(name) ? "required" : "optional",
                Json.map(property)));
    if (items != null) {
      property(path + "[]", "", Json.map(items));
    }
    if (values != null) {
      property(path + "{}", "", Json.map(values));
    }
  }

  private static String line(String path, String presence, Map<String, Object> keywords) {
    List<String> words = new ArrayList<>();
    words.add(path + " ");
    if (INT_OR_STRING.equals(keywords.get("anyOf"))
        && keywords.remove("x-kubernetes-int-or-string", true)) {
      keywords.remove("anyOf");
      words.add("int-or-string");
    }
    for (String plain : List.of("type", "format")) {
      Object value = keywords.remove(plain);
      if (value != null) {
        words.add(value.toString());
      }
    }
    if (!presence.isEmpty()) {
      words.add(presence);
    }
    keywords.forEach((keyword, value) -> words.add(keyword + "=" + Json.write(value)));
    return String.join(" ", words);
  }

  private static Map<String, Object> sorted(Object properties) {
    return properties == null ? new LinkedHashMap<>() : new TreeMap<>(Json.map(properties));
  }

  private static List<Object> orEmpty(Object list) {
    return list == null ? List.of() : Json.list(list);
  }
}

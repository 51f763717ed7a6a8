// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Go modules. */
final class GoSources {
  private static final Pattern STRUCT =
      Pattern.compile("^type (\\w+) struct \\{(.*?)^}", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("^\\t\\w+ ([\\w.]+) +`json:\"(\\w+),omitempty", Pattern.MULTILINE);
  private static final Set<String> SCALARS = Set.of("string", "boolean", "integer", "number");

  private static final Map<String, String> MODULES =
      Map.of(
          "io.k8s.api.", "k8s.io/api",
          "io.k8s.apimachinery.", "k8s.io/apimachinery",
          "io.k8s.apiextensions-apiserver.", "k8s.io/apiextensions-apiserver");

  private GoSources() {}

  /**
   * Where a module is.
   *
   * @param module with its version
   * @return its folder
   */
  static Path folder(String module) throws IOException, InterruptedException {
    Process go =
        new ProcessBuilder("go", "mod", "download", "-json", module)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsonNode answer = Json.parse(go.getInputStream().readAllBytes());
    assertThat(go.waitFor()).as(module).isZero();
    return Path.of(answer.path("Dir").asText());
  }

  /**
   * The fields that Go doesn't write when they are zero, false or empty: scalars that are no
   * pointers, and marked omitempty. The API server's descriptions don't tell.
   *
   * @param types with "version" and "schemas"
   * @return names of fields by names of definitions
   */
  static ObjectNode omittedWhenZero(JsonNode types) throws IOException, InterruptedException {
    String version = types.path("version").asText().replaceFirst("^v1\\.", "v0.");
    Map<String, Path> folders = new HashMap<>();
    for (Map.Entry<String, String> module : MODULES.entrySet()) {
      folders.put(module.getKey(), folder(module.getValue() + "@" + version));
    }
    Map<Path, Map<String, Set<String>>> packages = new HashMap<>();
    ObjectNode all = Json.object();
    for (Map.Entry<String, JsonNode> schema : types.path("schemas").properties()) {
      String name = schema.getKey();
      String prefix = name.substring(0, name.indexOf('.', "io.k8s.".length()) + 1);
      Path root = folders.get(prefix);
      if (root == null) {
        continue;
      }
      String type = name.substring(name.lastIndexOf('.') + 1);
      String inside = name.substring(prefix.length(), name.lastIndexOf('.')).replace('.', '/');
      Path folder = root.resolve(inside);
      if (!packages.containsKey(folder)) {
        packages.put(folder, read(folder));
      }
      ArrayNode fields = Json.object().putArray("fields");
      for (String field : packages.get(folder).getOrDefault(type, Set.of())) {
        JsonNode property = schema.getValue().path("properties").path(field);
        if (SCALARS.contains(property.path("type").asText())) {
          fields.add(field);
        }
      }
      if (!fields.isEmpty()) {
        all.set(name, fields);
      }
    }
    return all;
  }

  private static Map<String, Set<String>> read(Path folder) throws IOException {
    Map<String, Set<String>> structs = new LinkedHashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "types*.go")) {
      for (Path file : files) {
        Matcher struct = STRUCT.matcher(Files.readString(file));
        while (struct.find()) {
          Set<String> fields = new TreeSet<>();
          FIELD.matcher(struct.group(2)).results().forEach(field -> fields.add(field.group(2)));
          structs.put(struct.group(1), fields);
        }
      }
    }
    return structs;
  }
}

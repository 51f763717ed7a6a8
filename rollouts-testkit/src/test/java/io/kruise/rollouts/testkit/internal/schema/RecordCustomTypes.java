// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Writes down anew the CustomResourceDefinitions of others that Kruise Rollouts works with, from
 * their Go modules; needs Go. Not part of a build, but run by name: {@code mvn test -pl
 * rollouts-testkit -am -Dtest=RecordCustomTypes -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class RecordCustomTypes {
  private static final Path FOLDER =
      Path.of("src/main/resources/io/kruise/rollouts/testkit/internal/schema");

  private record Source(String module, String folder, List<String> files) {}

  private static final Map<String, Source> SOURCES =
      Map.of(
          "kruise.json.gz",
          new Source(
              "github.com/openkruise/kruise@v1.8.0",
              "config/crd/bases",
              List.of(
                  "apps.kruise.io_clonesets.yaml",
                  "apps.kruise.io_statefulsets.yaml",
                  "apps.kruise.io_daemonsets.yaml")),
          "gateway.json.gz",
          new Source(
              "sigs.k8s.io/gateway-api@v1.2.1",
              "config/crd/standard",
              List.of("gateway.networking.k8s.io_httproutes.yaml")));

  @Test
  @DisplayName("the definitions are written down as their projects publish them")
  void record() throws IOException, InterruptedException {
    for (Map.Entry<String, Source> source : SOURCES.entrySet()) {
      ObjectNode list = Json.object();
      Path folder =
          GoSources.folder(source.getValue().module()).resolve(source.getValue().folder());
      for (String file : source.getValue().files()) {
        JsonNode definition = new YAMLMapper().readTree(Files.readAllBytes(folder.resolve(file)));
        ((ObjectNode) definition).remove("status");
        list.withArray("/items").add(definition);
      }
      try (OutputStream out =
          new GZIPOutputStream(Files.newOutputStream(FOLDER.resolve(source.getKey())))) {
        out.write(Json.bytes(list));
      }
    }
  }
}

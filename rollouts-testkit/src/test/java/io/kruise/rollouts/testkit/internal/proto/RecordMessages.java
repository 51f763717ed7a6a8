// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Writes down anew which fields Kubernetes' protobuf messages have, from its generated.proto files,
 * and what JSON calls them, from the Go types beside. Not part of a build, but run by name, with
 * the folders of the Go modules k8s.io/api, apimachinery and apiextensions-apiserver in
 * $KUBERNETES_SOURCES: {@code mvn test -pl rollouts-testkit -am -Dtest=RecordMessages}.
 */
class RecordMessages {
  private static final Path FILE =
      Path.of("src/main/resources/io/kruise/rollouts/testkit/internal/proto/messages.json.gz");

  private static final List<String> PACKAGES =
      List.of(
          "k8s.io/api/core/v1",
          "k8s.io/api/apps/v1",
          "k8s.io/api/batch/v1",
          "k8s.io/api/networking/v1",
          "k8s.io/api/policy/v1",
          "k8s.io/api/rbac/v1",
          "k8s.io/api/storage/v1",
          "k8s.io/api/scheduling/v1",
          "k8s.io/api/coordination/v1",
          "k8s.io/api/discovery/v1",
          "k8s.io/api/events/v1",
          "k8s.io/api/autoscaling/v1",
          "k8s.io/api/autoscaling/v2",
          "k8s.io/api/authentication/v1",
          "k8s.io/api/authorization/v1",
          "k8s.io/apimachinery/pkg/apis/meta/v1",
          "k8s.io/apimachinery/pkg/runtime",
          "k8s.io/apimachinery/pkg/util/intstr",
          "k8s.io/apimachinery/pkg/api/resource",
          "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1");

  private static final Pattern MESSAGE = Pattern.compile("message (\\w+) \\{");
  private static final Pattern FIELD =
      Pattern.compile("\\s*(optional|repeated) ([\\w.]+) (\\w+) = (\\d+);");
  private static final Pattern MAP = Pattern.compile("\\s*map<string, ([\\w.]+)> (\\w+) = (\\d+);");
  private static final Pattern STRUCT = Pattern.compile("type (\\w+) struct \\{");
  private static final Pattern TAG =
      Pattern.compile("\\s*(?:\\w+\\s+)?(\\*?)\\S*\\s+`json:\"([^\"]*)\" protobuf:\"([^\"]*)\"");

  /** A field of a Go type. */
  private record GoField(boolean pointer, String json, boolean inline) {}

  @Test
  @DisplayName("the messages are written down as Kubernetes' sources describe them")
  void record() throws IOException {
    ObjectNode messages = Json.object();
    for (String folder : System.getenv("KUBERNETES_SOURCES").split(File.pathSeparator, -1)) {
      for (String goPackage : PACKAGES) {
        Path path = inModule(Path.of(folder), goPackage);
        if (Files.exists(path.resolve("generated.proto"))) {
          read(path, goPackage.replace('/', '.'), messages);
        }
      }
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(FILE))) {
      out.write(Json.bytes(messages));
    }
    assertThat(messages.size()).isGreaterThan(500);
  }

  /** A module's folder is called after it, with the version behind. */
  private static Path inModule(Path folder, String goPackage) {
    String module = folder.getFileName().toString().replaceAll("@.*", "");
    String prefix = "k8s.io/" + module + "/";
    return goPackage.startsWith(prefix)
        ? folder.resolve(goPackage.substring(prefix.length()))
        : folder.resolve("none");
  }

  private static void read(Path path, String protoPackage, ObjectNode messages) throws IOException {
    Map<String, Map<String, GoField>> types = goTypes(path);
    ObjectNode message = Json.object();
    Map<String, GoField> type = Map.of();
    for (String line : Files.readAllLines(path.resolve("generated.proto"))) {
      Matcher start = MESSAGE.matcher(line);
      Matcher field = FIELD.matcher(line);
      Matcher map = MAP.matcher(line);
      if (start.matches()) {
        message = messages.putObject(protoPackage + "." + start.group(1));
        type = types.getOrDefault(start.group(1), Map.of());
      } else if (field.matches()) {
        String flags = field.group(1).equals("repeated") ? "r" : "";
        add(message, field.group(4), field.group(3), field.group(2), flags, protoPackage, type);
      } else if (map.matches()) {
        add(message, map.group(3), map.group(2), map.group(1), "m", protoPackage, type);
      }
    }
  }

  private static void add(
      ObjectNode message,
      String number,
      String name,
      String protoType,
      String flags,
      String protoPackage,
      Map<String, GoField> type) {
    GoField go = type.getOrDefault(name, new GoField(false, name, false));
    String full =
        protoType.startsWith(".")
            ? protoType.substring(1)
            : Character.isUpperCase(protoType.charAt(0))
                ? protoPackage + "." + protoType
                : protoType;
    ArrayNode field = message.putArray(number);
    field.add(go.json()).add(full);
    field.add(flags + (go.pointer() ? "p" : "") + (go.inline() ? "i" : ""));
  }

  private static Map<String, Map<String, GoField>> goTypes(Path path) throws IOException {
    Map<String, Map<String, GoField>> types = new TreeMap<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file :
          files
              .filter(each -> each.toString().endsWith(".go"))
              .filter(each -> !each.getFileName().toString().startsWith("generated"))
              .sorted()
              .toList()) {
        goTypes(Files.readAllLines(file), types);
      }
    }
    return types;
  }

  private static void goTypes(List<String> lines, Map<String, Map<String, GoField>> types) {
    Map<String, GoField> fields = new HashMap<>();
    for (String line : lines) {
      Matcher struct = STRUCT.matcher(line);
      Matcher tag = TAG.matcher(line);
      if (struct.find()) {
        fields = types.computeIfAbsent(struct.group(1), any -> new HashMap<>());
      } else if (tag.find()) {
        String name = tag.group(3).replaceAll(".*name=([^,]*).*", "$1");
        List<String> json = List.of(tag.group(2).split(",", -1));
        boolean inline = json.contains("inline");
        fields.put(
            name,
            new GoField(
                tag.group(1).equals("*"), json.get(0).isEmpty() ? name : json.get(0), inline));
      }
    }
  }
}

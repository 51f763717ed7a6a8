// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.proto;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/** Which fields Kubernetes' messages have, and what JSON calls them. Thread-safe. */
final class Messages {
  private static final String FILE = "messages.json.gz";
  private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";
  private static final String EXTENSIONS = "k8s.io.apiextensions-apiserver.pkg.apis.apiextensions.";

  /** Of the group in an apiVersion, where it isn't the first word of it. */
  private static final Map<String, String> PACKAGES =
      Map.of("", "core", "rbac.authorization.k8s.io", "rbac");

  /**
   * A field.
   *
   * @param name as in JSON
   * @param type "string", "int32", … or a message's full name
   * @param repeated whether it is a list
   * @param map whether it is a map from texts
   * @param pointer whether an empty value is one, not an absent one
   * @param inline whether its message's fields are fields of the one that it is in
   */
  record Field(
      String name, String type, boolean repeated, boolean map, boolean pointer, boolean inline) {}

  private final JsonNode described = load();
  private final Map<String, Map<Integer, Field>> known = new ConcurrentHashMap<>();

  private static JsonNode load() {
    try (InputStream packed = Messages.class.getResourceAsStream(FILE)) {
      return Json.parse(new GZIPInputStream(Objects.requireNonNull(packed, FILE)).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The message of a kind.
   *
   * @param apiVersion such as "apps/v1"
   * @param kind such as "Deployment"
   * @return its full name; empty when there is none
   */
  Optional<String> of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String version = apiVersion.substring(slash + 1);
    int dot = group.indexOf('.');
    String word = PACKAGES.getOrDefault(group, dot < 0 ? group : group.substring(0, dot));
    String path = group.startsWith("apiextensions.") ? EXTENSIONS : "k8s.io.api." + word + ".";
    String name = path + version + "." + kind;
    if (described.has(name)) {
      return Optional.of(name);
    }
    return Optional.of(META + kind).filter(described::has);
  }

  /**
   * The fields of a message.
   *
   * @param message its full name
   * @return by their numbers
   */
  Map<Integer, Field> fields(String message) {
    return known.computeIfAbsent(message, this::read);
  }

  private Map<Integer, Field> read(String message) {
    Map<Integer, Field> fields = new HashMap<>();
    described
        .path(message)
        .properties()
        .forEach(
            each -> {
              String flags = each.getValue().path(2).asText();
              fields.put(
                  Integer.valueOf(each.getKey()),
                  new Field(
                      each.getValue().path(0).asText(),
                      each.getValue().path(1).asText(),
                      flags.contains("r"),
                      flags.contains("m"),
                      flags.contains("p"),
                      flags.contains("i")));
            });
    return fields;
  }
}

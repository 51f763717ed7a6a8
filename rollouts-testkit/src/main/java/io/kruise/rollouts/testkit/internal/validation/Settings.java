// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ConfigMaps and Secrets. (core/validation, ValidateConfigMap and ValidateSecret) */
final class Settings {
  private static final int LIMIT = 1024 * 1024;
  private static final String FIXED = "field is immutable when `immutable` is set";

  private Settings() {}

  static void configMap(Part object, @Nullable ObjectNode before) {
    if (before != null) {
      kept(object, before, List.of("data", "binaryData"));
    }
    Part binary = object.at("binaryData");
    long size = 0;
    for (Map.Entry<String, Part> entry : object.at("data").entries().entrySet()) {
      key(entry.getKey(), entry.getValue());
      if (binary.has(entry.getKey())) {
        keyed(entry.getKey(), entry.getValue()).invalid("duplicate of key present in binaryData");
      }
      size += bytes(entry.getValue().text());
    }
    for (Map.Entry<String, Part> entry : binary.entries().entrySet()) {
      key(entry.getKey(), entry.getValue());
      size += decoded(entry.getValue());
    }
    if (size > LIMIT) {
      // as upstream names the whole object
      object.called("[]").tooLong(LIMIT);
    }
  }

  static void secret(Part object, @Nullable ObjectNode before) {
    if (before != null) {
      object.at("type").immutable(before.path("type"));
      kept(object, before, List.of("data"));
    }
    Part data = object.at("data");
    long size = 0;
    for (Map.Entry<String, Part> entry : data.entries().entrySet()) {
      key(entry.getKey(), entry.getValue());
      size += decoded(entry.getValue());
    }
    if (size > LIMIT) {
      data.tooLong(LIMIT);
    }
    switch (object.text("type")) {
      case "kubernetes.io/service-account-token" -> {
        Part account =
            object.at("metadata", "annotations").key("kubernetes.io/service-account.name");
        if (account.text().isEmpty()) {
          account.required();
        }
      }
      case "kubernetes.io/dockercfg" -> needed(data, ".dockercfg");
      case "kubernetes.io/dockerconfigjson" -> needed(data, ".dockerconfigjson");
      case "kubernetes.io/basic-auth" -> {
        if (!data.has("username") && !data.has("password")) {
          needed(data, "username");
          needed(data, "password");
        }
      }
      case "kubernetes.io/ssh-auth" -> {
        if (data.text("ssh-privatekey").isEmpty()) {
          data.key("ssh-privatekey").required();
        }
      }
      case "kubernetes.io/tls" -> {
        needed(data, "tls.crt");
        needed(data, "tls.key");
      }
      default -> {
        // whatever its owner likes
      }
    }
  }

  private static void needed(Part data, String key) {
    if (!data.has(key)) {
      data.key(key).required();
    }
  }

  private static void kept(Part object, ObjectNode before, List<String> fields) {
    if (!before.path("immutable").asBoolean()) {
      return;
    }
    if (!object.value().path("immutable").asBoolean()) {
      object.at("immutable").forbidden(FIXED);
    }
    for (String field : fields) {
      JsonNode now = object.value().path(field);
      JsonNode old = before.path(field);
      if (!now.equals(old) && !(now.isEmpty() && old.isEmpty())) {
        object.at(field).forbidden(FIXED);
      }
    }
  }

  private static void key(String key, Part value) {
    keyed(key, value).invalid(Forms.configKey(key));
  }

  private static Part keyed(String key, Part value) {
    return value.showing(TextNode.valueOf(key));
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static long decoded(Part base64) {
    String text = base64.text();
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return text.length() / 4 * 3L - padding;
  }
}

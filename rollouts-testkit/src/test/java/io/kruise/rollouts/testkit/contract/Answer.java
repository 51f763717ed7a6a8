// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What a server answered.
 *
 * @param code the HTTP code
 * @param headers the headers
 * @param text the body
 */
public record Answer(int code, HttpHeaders headers, String text) {

  /** The body as JSON; missing when it is none. */
  JsonNode json() {
    return read(text);
  }

  /** A text as JSON; missing when it is none. */
  static JsonNode read(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** One value of the body. */
  JsonNode at(String pointer) {
    return json().at(pointer);
  }

  /** The code, and of a Status what it says. */
  String said() {
    JsonNode body = json();
    if (!body.path("kind").asText().equals("Status")) {
      return Integer.toString(code);
    }
    StringBuilder said = new StringBuilder().append(code).append(' ');
    said.append(body.path("status").asText()).append(' ').append(body.path("reason").asText("-"));
    if (body.has("message")) {
      said.append('\n').append(body.path("message").asText());
    }
    if (body.has("details")) {
      said.append("\ndetails ").append(sorted(body.path("details")));
    }
    return said.toString();
  }

  /** The code, and some values of the body. */
  String shows(String... pointers) {
    if (code >= 300) {
      return said();
    }
    StringJoiner shown = new StringJoiner("\n", code + "\n", "");
    for (String pointer : pointers) {
      JsonNode value = at(pointer);
      shown.add(pointer + " = " + (value.isMissingNode() ? "absent" : sorted(value)));
    }
    return shown.toString();
  }

  /** The code, and the warnings. */
  String warns() {
    return said() + "\nwarnings " + headers.allValues("Warning");
  }

  /** The same with its fields by name. */
  static JsonNode sorted(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      Map<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(each -> fields.put(each.getKey(), sorted(each.getValue())));
      ObjectNode sorted = Json.object();
      sorted.setAll(fields);
      return sorted;
    }
    if (tree instanceof ArrayNode array) {
      ArrayNode sorted = array.arrayNode();
      array.forEach(each -> sorted.add(sorted(each)));
      return sorted;
    }
    return tree;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A request.
 *
 * @param method such as "PATCH"
 * @param path without a query
 * @param contentType of the body
 * @param body a missing node for none
 */
public record Call(String method, String path, String contentType, JsonNode body) {
  static final String JSON = "application/json";

  static Call get(String path) {
    return new Call("GET", path, JSON, MissingNode.getInstance());
  }

  static Call post(String path, JsonNode body) {
    return new Call("POST", path, JSON, body);
  }

  static Call put(String path, JsonNode body) {
    return new Call("PUT", path, JSON, body);
  }

  static Call delete(String path, JsonNode options) {
    return new Call("DELETE", path, JSON, options);
  }

  /** A patch of a type as scenarios name it: merge, json or strategic. */
  static Call patch(String path, String type, JsonNode body) {
    String contentType =
        switch (type) {
          case "merge" -> "application/merge-patch+json";
          case "json" -> "application/json-patch+json";
          case "strategic" -> "application/strategic-merge-patch+json";
          default -> throw new IllegalArgumentException("no type of patch: " + type);
        };
    return new Call("PATCH", path, contentType, body);
  }

  /**
   * The body as it is sent.
   *
   * @return "" for none
   */
  public String text() {
    return body.isMissingNode() ? "" : body.toString();
  }
}

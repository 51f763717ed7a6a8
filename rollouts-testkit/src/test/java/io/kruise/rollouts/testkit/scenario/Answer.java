// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * What a request was answered with.
 *
 * @param code the HTTP code
 * @param body a missing node when it was no JSON
 */
public record Answer(int code, JsonNode body) {

  /**
   * An answer as it came.
   *
   * @param code the HTTP code
   * @param text the body
   * @return the answer
   */
  public static Answer of(int code, String text) {
    try {
      return new Answer(code, Json.parse(text.getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      return new Answer(code, MissingNode.getInstance());
    }
  }

  boolean refused() {
    return code >= 300;
  }

  String message() {
    return refused() ? body.path("message").asText() : "";
  }

  /** The resourceVersion of the object that was written. */
  OptionalLong revision() {
    String version = Meta.of(body).path("resourceVersion").asText();
    return refused() || version.isEmpty() || "Status".equals(body.path("kind").asText())
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(version));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page of a list begins. Source: apiserver, pkg/storage/continue.go.
 *
 * @param revision of the whole list
 * @param after the last key of the page before, such as "default/demo"
 */
record ContinueToken(long revision, String after) {
  private static final String VERSION = "meta.k8s.io/v1";

  /**
   * Reads a token.
   *
   * @param text as a client gives it back
   * @return the token
   * @throws ApiException 400
   */
  static ContinueToken parse(String text) {
    try {
      JsonNode token = Json.parse(Base64.getUrlDecoder().decode(text));
      if (token.path("v").asText().equals(VERSION) && token.path("start").isTextual()) {
        return new ContinueToken(token.path("rv").asLong(), token.path("start").asText());
      }
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw ApiException.badRequest("invalid continue token: continue key is not valid: " + text);
    }
    throw ApiException.badRequest(
        "invalid continue token: continue key is not valid: server does not recognize this encoded"
            + " version");
  }

  /**
   * As it is given to a client.
   *
   * @return the text
   */
  String text() {
    String json =
        Json.object().put("v", VERSION).put("rv", revision).put("start", after).toString();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}

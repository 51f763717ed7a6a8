// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;

/**
 * How a request went.
 *
 * @param code the HTTP code
 * @param reason of a refusal, else ""
 * @param message of a refusal, else ""
 */
public record Result(int code, String reason, String message) {

  static Result of(Answer answer, String message) {
    return new Result(
        answer.code(), answer.refused() ? answer.body().path("reason").asText() : "", message);
  }

  static Result read(JsonNode json) {
    return new Result(
        json.path("code").asInt(), json.path("reason").asText(), json.path("message").asText());
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("code", code);
    return code < 300 ? json : json.put("reason", reason).put("message", message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.time.Duration;
import java.util.Optional;

/**
 * One action of a scenario.
 *
 * @param verb what it does
 * @param argument what it does it with
 * @param mayFail whether a refusal is part of the scenario
 * @param timeout how long to wait, when not as long as usual
 * @param mayChange whether a path that changes during a {@link Verb#HOLD} is only recorded
 */
public record Action(
    Verb verb, JsonNode argument, boolean mayFail, Optional<Duration> timeout, boolean mayChange) {

  static Action of(JsonNode step) {
    for (var field : step.properties()) {
      Optional<Verb> verb = Verb.of(field.getKey());
      if (verb.isPresent()) {
        return new Action(
            verb.get(),
            field.getValue(),
            step.has("expectError"),
            step.has("timeout") ? Optional.of(seconds(step.get("timeout"))) : Optional.empty(),
            step.path("mayChange").asBoolean());
      }
    }
    throw new IllegalArgumentException("no known action: " + step);
  }

  static Action create(JsonNode manifest) {
    return new Action(Verb.CREATE, manifest, false, Optional.empty(), false);
  }

  static Duration seconds(JsonNode number) {
    return Duration.ofMillis(Math.round(number.asDouble() * 1000));
  }

  /**
   * For people and goldens: manifests by kind and name alone.
   *
   * @return one field, the verb's word
   */
  ObjectNode brief() {
    ObjectNode brief = Json.object();
    if (verb == Verb.CREATE || verb == Verb.APPLY) {
      brief
          .putObject(verb.word())
          .put("kind", argument.path("kind").asText())
          .put("name", Json.at(argument, "metadata", "name").asText());
    } else {
      brief.set(verb.word(), argument);
    }
    return brief;
  }
}

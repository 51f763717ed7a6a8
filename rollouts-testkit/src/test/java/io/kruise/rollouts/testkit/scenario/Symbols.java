// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Names for what differs from run to run: revisions are rev1, rev2, …, pod template hashes that are
 * no revision hash1, …, in the order in which they appear. Rollout-ids of the scenario stay.
 */
final class Symbols {
  private static final String ROLLBACK = "rollback-";

  /** Shorter ones could be part of other words. */
  private static final int REPLACED_IN_TEXTS = 7;

  private final Set<String> literal;
  private final String namespace;
  private final Map<String, String> symbols = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  Symbols(Set<String> literal, String namespace) {
    this.literal = literal;
    this.namespace = namespace;
  }

  /** Takes note of what a Rollout's status names. */
  void learn(JsonNode rollout) {
    RolloutView view = new RolloutView(rollout);
    revision(view.revision());
    revision(view.sub().path("observedRolloutID").asText());
    hash(view.sub().path("stableRevision").asText());
    hash(view.sub().path("podTemplateHash").asText());
    symbol("plan", view.sub().path("rolloutHash").asText());
  }

  String revision(String value) {
    return symbol("rev", value);
  }

  String hash(String value) {
    return symbol("hash", value);
  }

  private String symbol(String table, String value) {
    if (value.isEmpty() || literal.contains(value)) {
      return value;
    }
    if (value.startsWith(ROLLBACK)) {
      return ROLLBACK + symbol(table, value.substring(ROLLBACK.length()));
    }
    return symbols.computeIfAbsent(value, key -> table + counts.merge(table, 1, Integer::sum));
  }

  String text(String message) {
    String text = message.replace(namespace, "NS");
    for (var symbol : symbols.entrySet()) {
      if (symbol.getKey().length() >= REPLACED_IN_TEXTS) {
        text = text.replace(symbol.getKey(), symbol.getValue());
      }
    }
    return text;
  }
}

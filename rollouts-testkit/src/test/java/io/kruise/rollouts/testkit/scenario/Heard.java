// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Meta;

/**
 * A write that a watch told of.
 *
 * @param kind the object's kind
 * @param deleted whether the object is gone
 * @param object the object, with the write's resourceVersion
 */
public record Heard(String kind, boolean deleted, JsonNode object) {

  /**
   * The order of all writes.
   *
   * @return the resourceVersion
   */
  public long revision() {
    return Meta.of(object).path("resourceVersion").asLong();
  }

  boolean isOf(String wantedKind, String name) {
    return kind.equals(wantedKind) && Meta.name(object).equals(name);
  }
}

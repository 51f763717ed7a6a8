// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.stream.Stream;

/**
 * A template that a workload has, or had: what a ControllerRevision holds.
 *
 * @param name such as "demo-67457c8954": the workload's name and the template's hash
 * @param namespace the workload's
 * @param number grows with each change
 * @param data the strategic merge patch that would bring the template back
 */
record Revision(String name, String namespace, long number, JsonNode data) {

  static Revision of(ObjectNode controllerRevision) {
    return new Revision(
        Meta.name(controllerRevision),
        Meta.namespace(controllerRevision),
        controllerRevision.path("revision").asLong(),
        controllerRevision.path("data"));
  }

  /** What a revision of a workload's present template holds (getPatch). */
  static ObjectNode dataOf(JsonNode workload) {
    ObjectNode data = Json.object();
    ObjectNode template = Json.dig(data, "spec", "template");
    template.setAll((ObjectNode) Json.at(workload, "spec", "template").deepCopy());
    leaveOutEmpty(template.path("metadata"), "labels", "annotations");
    leaveOutEmpty(template.path("spec"), "nodeSelector");
    template.put("$patch", "replace");
    return data;
  }

  /** Go writes no empty maps: a template that lost its last annotation is the one without any. */
  private static void leaveOutEmpty(JsonNode owner, String... maps) {
    if (owner instanceof ObjectNode object) {
      Stream.of(maps).filter(map -> object.path(map).isEmpty()).forEach(object::remove);
    }
  }

  /**
   * Whether it holds the same template (history.EqualRevision); what Go leaves away says nothing.
   */
  boolean holds(JsonNode otherData) {
    return TemplateHash.same(
        Json.at(data, "spec", "template"), Json.at(otherData, "spec", "template"));
  }

  /** The end of a revision's name (GetShortHash). */
  static String hashOf(String name) {
    return name.substring(name.lastIndexOf('-') + 1);
  }

  String hash() {
    return hashOf(name);
  }

  /** The pod template (ApplyRevision). */
  ObjectNode template() {
    ObjectNode template = Json.at(data, "spec", "template").deepCopy();
    template.remove("$patch");
    return template;
  }

  ObjectRef ref() {
    return new ObjectRef(KruiseNames.APPS, KruiseNames.CONTROLLER_REVISION, namespace, name);
  }
}

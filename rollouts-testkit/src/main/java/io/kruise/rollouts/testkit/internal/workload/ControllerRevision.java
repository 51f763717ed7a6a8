// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.Comparator;

/**
 * One pod template that a workload has had (pkg/controller/history/controller_history.go).
 *
 * @param object the ControllerRevision, not to be changed
 */
public record ControllerRevision(ObjectNode object) {
  /** The label with its hash. */
  public static final String HASH = "controller.kubernetes.io/hash";

  /** SortControllerRevisions. */
  static final Comparator<ControllerRevision> OLDEST_FIRST =
      Comparator.comparingLong(ControllerRevision::revision)
          .thenComparing(each -> Meta.of(each.object()).path("creationTimestamp").asText())
          .thenComparing(ControllerRevision::name);

  /** NewControllerRevision, of a workload's present template. */
  static ControllerRevision of(JsonNode workload, long revision, int collisionCount) {
    JsonNode template = workload.path("spec").path("template");
    ObjectNode object =
        Json.object().put("apiVersion", "apps/v1").put("kind", "ControllerRevision");
    ObjectNode data = object.putObject("data");
    ObjectNode whole = Json.dig(data, "spec", "template");
    whole.put("$patch", "replace").setAll((ObjectNode) template.deepCopy());
    String hash = TemplateHash.revision(data, collisionCount);
    ObjectNode metadata =
        object
            .putObject("metadata")
            .put("name", Meta.name(workload) + "-" + hash)
            .put("namespace", Meta.namespace(workload));
    JsonNode labels = Json.at(template, "metadata", "labels");
    metadata.set("labels", labels.isObject() ? labels.deepCopy() : Json.object());
    Json.dig(metadata, "labels").put(HASH, hash);
    if (!Meta.of(workload).path("annotations").isEmpty()) {
      metadata.set("annotations", Meta.of(workload).path("annotations").deepCopy());
    }
    metadata.putArray("ownerReferences").add(Meta.controllerReference(workload));
    object.put("revision", (int) revision);
    return new ControllerRevision(object);
  }

  /**
   * Its name.
   *
   * @return the workload's name and the hash
   */
  public String name() {
    return Meta.name(object);
  }

  /**
   * Its hash.
   *
   * @return as in its name and label
   */
  public String hash() {
    return Meta.label(object, HASH);
  }

  /**
   * Its number.
   *
   * @return growing with each change of the template
   */
  public long revision() {
    return object.path("revision").asLong();
  }

  /**
   * The template.
   *
   * @return a pod template (ApplyRevision)
   */
  public JsonNode template() {
    ObjectNode template = Json.at(object, "data", "spec", "template").deepCopy();
    template.remove("$patch");
    return template;
  }

  ObjectRef ref() {
    return ObjectRef.of(object);
  }

  /** EqualRevision. */
  boolean holdsTheSameAs(ControllerRevision other) {
    return object.path("data").equals(other.object.path("data"));
  }

  ControllerRevision numbered(long number) {
    ObjectNode copy = object.deepCopy();
    copy.put("revision", (int) number);
    return new ControllerRevision(copy);
  }
}

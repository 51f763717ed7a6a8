// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission.Operation;
import io.kruise.rollouts.testkit.internal.api.Admission.Request;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Requests and worlds for the webhooks' tests. Objects are written as JSON with single quotes. */
final class Writes {
  private Writes() {}

  static ObjectNode object(String text) {
    try {
      return (ObjectNode) Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static ObjectNode changed(ObjectNode before, String mergePatch) {
    return (ObjectNode) Json.mergePatch(before, object(mergePatch));
  }

  static Request update(ObjectNode before, ObjectNode after, ObjectNode... others) {
    return request(Operation.UPDATE, before, after, others);
  }

  static Request creation(ObjectNode object, ObjectNode... others) {
    return request(Operation.CREATE, null, object, others);
  }

  private static Request request(
      Operation operation, @Nullable ObjectNode before, ObjectNode after, ObjectNode... others) {
    return new Request(
        operation, type(after), "", before, after.deepCopy(), world(List.of(others)));
  }

  private static World world(List<ObjectNode> objects) {
    ObjectStore store = new ObjectStore();
    objects.forEach(each -> store.put(each.deepCopy()));
    return new ObjectService(store, SchemaRules.NONE, List.of(), () -> Instant.EPOCH);
  }

  private static ResourceType type(ObjectNode object) {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    String singular = kind.toLowerCase(Locale.ROOT);
    return new ResourceType(
        ObjectRef.groupOf(apiVersion),
        apiVersion.substring(apiVersion.indexOf('/') + 1),
        kind,
        singular + "s",
        singular,
        List.of(),
        List.of(),
        true,
        true,
        false,
        true,
        null,
        List.of());
  }
}

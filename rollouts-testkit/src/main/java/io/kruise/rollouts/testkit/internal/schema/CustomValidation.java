// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import io.kruise.rollouts.testkit.internal.api.ApiException.Cause;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges custom resources by the schema of their definition.
 * (k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go, Validate and
 * ValidateUpdate)
 */
final class CustomValidation {
  private final Structural structural;
  private final JsonNode source;
  private final JsonSchema schema;
  private final Map<String, JsonSchema> parts = new ConcurrentHashMap<>();

  /**
   * A judge.
   *
   * @param schema the CRD's openAPIV3Schema
   * @param structural the same, structured
   */
  CustomValidation(JsonNode schema, Structural structural) {
    this.structural = structural;
    this.source = schema;
    this.schema = SchemaDialect.compile(schema);
  }

  /**
   * Judges an object.
   *
   * @param object as it would be stored
   * @param before as stored; null for a creation
   * @return what is wrong with it
   */
  List<Cause> judge(ObjectNode object, @Nullable ObjectNode before) {
    List<Violation> violations = before == null ? all(object) : changed(object, before);
    List<Cause> causes = new ArrayList<>(ViolationCauses.of(violations));
    // what is shared is there twice in both, and then forgiven
    ObjectNode shared = before == null ? Json.object() : before;
    List<Cause> twice = ListUniqueness.judge(object, shared, structural);
    boolean old =
        !twice.isEmpty() && before != null && !ListUniqueness.judge(before, structural).isEmpty();
    if (!old) {
      causes.addAll(twice);
    }
    return causes;
  }

  private List<Violation> all(ObjectNode object) {
    return schema.validate(object).stream().map(each -> Violation.of(each, List.of())).toList();
  }

  /** As what is unchanged is forgiven, only what differs is looked at: mostly the status. */
  private List<Violation> changed(ObjectNode object, ObjectNode before) {
    List<Violation> violations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      JsonNode rules = source.path("properties").path(name);
      if (!rules.isMissingNode() && !field.getValue().equals(before.path(name))) {
        parts
            .computeIfAbsent(name, any -> SchemaDialect.compile(rules))
            .validate(field.getValue())
            .forEach(each -> violations.add(Violation.of(each, List.of(name))));
      }
    }
    violations.removeIf(each -> unchanged(object, before, each.at()));
    if (before.properties().stream().anyMatch(field -> !object.has(field.getKey()))) {
      all(object).stream().filter(each -> each.at().isEmpty()).forEach(violations::add);
    }
    return violations;
  }

  /**
   * Whether a value, or what it is in, is as it was before: then its errors are forgiven. Elements
   * of a list are known again by their keys, if it has any.
   * (k8s.io/apiextensions-apiserver/pkg/apiserver/validation/ratcheting.go)
   */
  private boolean unchanged(JsonNode object, JsonNode before, List<Object> at) {
    JsonNode now = object;
    JsonNode then = before;
    Structural here = structural;
    for (Object step : at) {
      if (step instanceof Integer index) {
        then = counterpart(now.path(index), then, here);
        now = now.path(index);
        here = here == null ? null : here.elements();
      } else {
        then = then.path(step.toString());
        now = now.path(step.toString());
        here = here == null ? null : here.child(step.toString());
      }
      if (then.isMissingNode()) {
        return false;
      }
      if (now.equals(then)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode counterpart(JsonNode element, JsonNode list, @Nullable Structural type) {
    if (type != null && type.listType().equals("map")) {
      for (JsonNode candidate : list) {
        if (type.listMapKeys().stream()
            .allMatch(key -> candidate.path(key).equals(element.path(key)))) {
          return candidate;
        }
      }
    }
    return MissingNode.getInstance();
  }
}

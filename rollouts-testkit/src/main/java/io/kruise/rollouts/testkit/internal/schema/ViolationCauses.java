// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.api.ApiException.Cause;
import io.kruise.rollouts.testkit.internal.api.FieldErrors;
import io.kruise.rollouts.testkit.internal.object.GoText;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says what violates a schema in the words of the API server. (kube-openapi validation/errors and
 * validate/schema_props.go; k8s.io/apiextensions-apiserver/pkg/apiserver/validation/validation.go,
 * kubeOpenAPIResultToFieldErrors)
 */
final class ViolationCauses {
  private static final Set<String> COMBINATORS = Set.of("anyOf", "oneOf", "allOf");
  private static final Set<String> OF_TEXTS = Set.of("maxLength", "minLength", "pattern");

  private record Group(String keyword, List<Object> at) {}

  private final List<Cause> causes = new ArrayList<>();

  private ViolationCauses() {}

  /**
   * The causes.
   *
   * @param violations what was found
   * @return what the API server says of it
   */
  static List<Cause> of(Collection<Violation> violations) {
    ViolationCauses all = new ViolationCauses();
    all.add(
        violations.stream()
            .filter(Violation::counts)
            .sorted(Comparator.comparing(Violation::order))
            .toList(),
        0);
    return all.causes;
  }

  /** What lies within one combinator is said together, at the place of the first. */
  private void add(List<Violation> violations, int level) {
    Map<Group, List<Violation>> groups = new LinkedHashMap<>();
    for (Violation each : violations) {
      Group group = new Group("", each.at());
      if (each.choices().size() > level) {
        Violation.Choice choice = each.choices().get(level);
        group = new Group(choice.keyword(), each.at().subList(0, choice.depth()));
      } else if (COMBINATORS.contains(each.keyword())) {
        group = new Group(each.keyword(), each.at());
      }
      groups.computeIfAbsent(group, any -> new ArrayList<>()).add(each);
    }
    groups.forEach(
        (group, members) -> {
          if (group.keyword().isEmpty()) {
            plain(members);
          } else {
            combined(group.keyword(), Violation.path(group.at()), members, level);
          }
        });
  }

  private void combined(String keyword, String path, List<Violation> members, int level) {
    Map<Integer, List<Violation>> branches = new TreeMap<>();
    String right = "0";
    for (Violation member : members) {
      if (member.choices().size() > level) {
        int branch = member.choices().get(level).branch();
        branches.computeIfAbsent(branch, any -> new ArrayList<>()).add(member);
      } else {
        right = member.detail();
      }
    }
    List<Violation> best =
        branches.values().stream().min(Comparator.comparingInt(List::size)).orElse(List.of());
    switch (keyword) {
      case "anyOf" -> {
        ofWhole(path, "must validate at least one schema (anyOf)");
        add(best, level + 1);
      }
      case "oneOf" -> {
        boolean none = right.equals("0");
        ofWhole(
            path,
            "must validate one and only one schema (oneOf). "
                + (none ? "Found none valid" : "Found " + right + " valid alternatives"));
        add(none ? best : List.of(), level + 1);
      }
      case "allOf" -> {
        branches.values().forEach(branch -> add(branch, level + 1));
        ofWhole(path, "must validate all the schemas (allOf)");
      }
      default -> throw new IllegalStateException(keyword);
    }
  }

  private void ofWhole(String path, String rule) {
    causes.add(FieldErrors.invalid("<nil>", "", GoText.quote(path) + " " + rule));
  }

  /** Of the rules for texts only the first is said. */
  private void plain(List<Violation> ofOneValue) {
    Set<String> said = new HashSet<>();
    for (Violation each : ofOneValue) {
      if (!OF_TEXTS.contains(each.keyword()) || said.add("text")) {
        causes.add(cause(each, Violation.path(each.at())));
      }
    }
  }

  private static Cause cause(Violation violation, String path) {
    JsonNode value = violation.value();
    JsonNode limit = violation.limit();
    String inBody = path + " in body ";
    return switch (violation.keyword()) {
      case "type" -> {
        String type = typeOf(value);
        yield FieldErrors.typeInvalid(
            path, type, inBody + "must be of type " + allowed(limit) + ": " + GoText.quote(type));
      }
      case "format" ->
          FieldErrors.typeInvalid(
              path,
              value.asText(),
              inBody + "must be of type " + limit.asText() + ": " + GoText.quote(value.asText()));
      case "required" -> FieldErrors.required(FieldErrors.child(path, violation.detail()), "");
      case "enum" ->
          FieldErrors.notSupported(
              path,
              value,
              Json.items(limit).stream()
                  .map(each -> each.isTextual() ? each.asText() : each.toString())
                  .toList());
      case "maxLength" -> FieldErrors.tooLong(path, limit.asLong());
      case "minLength" ->
          FieldErrors.invalid(
              path, value, inBody + "should be at least " + limit.asLong() + " chars long");
      case "pattern" ->
          FieldErrors.invalid(path, value, inBody + "should match '" + limit.asText() + "'");
      case "maxItems", "maxProperties" -> FieldErrors.tooMany(path, value.size(), limit.asLong());
      case "minItems" ->
          FieldErrors.invalid(
              path,
              Json.tree(value.size()),
              inBody + "should have at least " + limit.asLong() + " items");
      case "minProperties" ->
          FieldErrors.invalid(
              path,
              Json.tree(value.size()),
              inBody + "should have at least " + limit.asLong() + " properties");
      case "minimum" ->
          FieldErrors.invalid(
              path, value, inBody + "should be greater than or equal to " + GoText.plain(limit));
      case "maximum" ->
          FieldErrors.invalid(
              path, value, inBody + "should be less than or equal to " + GoText.plain(limit));
      case "exclusiveMinimum" ->
          FieldErrors.invalid(
              path, value, inBody + "should be greater than " + GoText.plain(limit));
      case "exclusiveMaximum" ->
          FieldErrors.invalid(path, value, inBody + "should be less than " + GoText.plain(limit));
      case "multipleOf" ->
          FieldErrors.invalid(
              path, value, inBody + "should be a multiple of " + GoText.plain(limit));
      case "not" ->
          FieldErrors.invalid(
              "<nil>", "", GoText.quote(path) + " must not validate the schema (not)");
      default -> FieldErrors.invalid(path, value, inBody + "breaks " + violation.keyword());
    };
  }

  private static String allowed(JsonNode types) {
    return types.isTextual()
        ? types.asText()
        : Json.items(types).stream()
            .map(JsonNode::asText)
            .filter(type -> !type.equals("null"))
            .collect(Collectors.joining(","));
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case ARRAY -> "array";
      case OBJECT -> "object";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> "null";
    };
  }
}

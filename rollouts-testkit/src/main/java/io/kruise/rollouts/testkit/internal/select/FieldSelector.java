// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.select;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A field selector: all of its terms hold. Source: apimachinery, pkg/fields/selector.go; the fields
 * of each kind: Kubernetes' pkg/apis/core/v1/conversion.go (AddFieldLabelConversionsFor…).
 *
 * @param terms each on one field
 */
public record FieldSelector(List<Term> terms) {
  private static final Set<String> OF_ALL = Set.of("metadata.name", "metadata.namespace");

  private static final Map<String, Set<String>> OF_KIND =
      Map.of(
          "pods",
          Set.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.podIPs",
              "status.nominatedNodeName"),
          "events",
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"),
          "events.events.k8s.io",
          Set.of("reason", "type", "regarding.kind", "regarding.name", "regarding.namespace"),
          "namespaces",
          Set.of("status.phase"),
          "nodes",
          Set.of("spec.unschedulable"),
          "secrets",
          Set.of("type"),
          "services",
          Set.of("spec.clusterIP", "spec.type"),
          "replicationcontrollers",
          Set.of("status.replicas"),
          "replicasets.apps",
          Set.of("status.replicas"),
          "jobs.batch",
          Set.of("status.successful"));

  /**
   * A term.
   *
   * @param field a path such as "metadata.name"
   * @param equal whether it has to be equal, or different
   * @param value to what
   */
  public record Term(String field, boolean equal, String value) {

    boolean matches(JsonNode object) {
      return read(object, field).equals(value) == equal;
    }
  }

  /** Keeps the list from being changed. */
  public FieldSelector {
    terms = List.copyOf(terms);
  }

  /**
   * Reads a selector.
   *
   * @param text such as "metadata.name=demo,status.phase!=Running"; "" for all
   * @param resource of which type, such as "pods" or "deployments.apps"
   * @param custom whether it is a custom resource
   * @return the selector
   * @throws SelectorException when it is malformed, or the type has no such field
   */
  public static FieldSelector parse(String text, String resource, boolean custom) {
    List<Term> terms = new ArrayList<>();
    for (String part : text.split("(?<!\\\\),", -1)) {
      if (!part.isEmpty()) {
        terms.add(term(part, text));
      }
    }
    for (Term term : terms) {
      if (!OF_ALL.contains(term.field())
          && !OF_KIND.getOrDefault(resource, Set.of()).contains(term.field())) {
        throw new SelectorException(
            custom || OF_KIND.containsKey(resource)
                ? "field label not supported: " + term.field()
                : "\""
                    + term.field()
                    + "\" is not a known field selector: only \"metadata.name\","
                    + " \"metadata.namespace\"");
      }
    }
    return new FieldSelector(terms);
  }

  private static Term term(String part, String text) {
    for (int i = 0; i < part.length(); i++) {
      if (part.startsWith("!=", i)) {
        return new Term(part.substring(0, i), false, unescaped(part.substring(i + 2)));
      }
      if (part.charAt(i) == '=') {
        int from = part.startsWith("==", i) ? i + 2 : i + 1;
        return new Term(part.substring(0, i), true, unescaped(part.substring(from)));
      }
    }
    throw new SelectorException(
        "invalid selector: '" + text + "'; can't understand '" + part + "'");
  }

  private static String unescaped(String value) {
    return value.replaceAll("\\\\([\\\\,=])", "$1");
  }

  /**
   * Whether an object is selected.
   *
   * @param object any object
   * @return whether all terms hold
   */
  public boolean matches(JsonNode object) {
    return terms.stream().allMatch(term -> term.matches(object));
  }

  /**
   * The only name that can match.
   *
   * @return the name that is asked for, if one is
   */
  public Optional<String> name() {
    return terms.stream()
        .filter(term -> term.equal() && term.field().equals("metadata.name"))
        .map(Term::value)
        .findFirst();
  }

  private static String read(JsonNode object, String field) {
    JsonNode at = object;
    for (String part : field.split("\\.", -1)) {
      at = at.path(part);
    }
    return switch (field) {
      case "source" -> object.path("source").path("component").asText();
      case "spec.unschedulable", "spec.hostNetwork" -> String.valueOf(at.asBoolean());
      case "status.replicas" -> String.valueOf(at.asLong());
      case "status.successful" -> String.valueOf(object.path("status").path("succeeded").asLong());
      default -> at.asText();
    };
  }
}

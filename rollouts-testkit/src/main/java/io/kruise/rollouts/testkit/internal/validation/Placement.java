// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import com.fasterxml.jackson.databind.node.TextNode;
import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.List;

/**
 * Where pods want to run. (core/validation, validateAffinity and validateTopologySpreadConstraints)
 */
final class Placement {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  private static final List<String> ACTIONS = List.of("DoNotSchedule", "ScheduleAnyway");
  private static final List<String> POLICIES = List.of("Honor", "Ignore");
  private static final int MOST_WEIGHT = 100;

  private Placement() {}

  static void affinity(Part affinity) {
    Part required = affinity.at("nodeAffinity", REQUIRED);
    if (required.present()) {
      Part terms = required.at("nodeSelectorTerms");
      if (terms.value().isEmpty()) {
        terms.required("must have at least one node selector term");
      }
      terms.each().forEach(term -> nodes(term, true));
    }
    for (Part preferred : affinity.at("nodeAffinity").each(PREFERRED)) {
      weight(preferred);
      nodes(preferred.at("preference"), false);
    }
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      affinity.at(kind).each(REQUIRED).forEach(Placement::pods);
      for (Part preferred : affinity.at(kind).each(PREFERRED)) {
        weight(preferred);
        pods(preferred.at("podAffinityTerm"));
      }
    }
  }

  private static void weight(Part preferred) {
    Part weight = preferred.at("weight");
    if (weight.number() <= 0 || weight.number() > MOST_WEIGHT) {
      weight.invalidNumber("must be in the range 1-100");
    }
  }

  /** ValidateNodeSelectorTerm, but for matchFields. */
  private static void nodes(Part term, boolean ofRightValues) {
    for (Part expression : term.each("matchExpressions")) {
      String operator = expression.text("operator");
      Part values = expression.at("values");
      if (operator.equals("Gt") || operator.equals("Lt")) {
        if (values.value().size() != 1) {
          values.required("must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
      } else {
        Selectors.operator(expression);
      }
      Part key = expression.at("key");
      key.invalid(QualifiedNames.problems(key.text()));
      if (ofRightValues) {
        Selectors.values(values);
      }
    }
  }

  private static void pods(Part term) {
    Selectors.selector(term.at("labelSelector"));
    Selectors.selector(term.at("namespaceSelector"));
    for (Part namespace : term.each("namespaces")) {
      for (String problem : QualifiedNames.labelProblems(namespace.text())) {
        term.at("namespace").showing(namespace.value()).invalid(problem);
      }
    }
    Part topology = term.at("topologyKey");
    if (topology.text().isEmpty()) {
      topology.required("can not be empty");
    }
    topology.invalid(QualifiedNames.problems(topology.text()));
  }

  static void spread(Part spec) {
    List<Part> constraints = spec.each("topologySpreadConstraints");
    for (int i = 0; i < constraints.size(); i++) {
      Part constraint = constraints.get(i);
      positive(constraint.at("maxSkew"));
      if (constraint.text("topologyKey").isEmpty()) {
        constraint.at("topologyKey").required("can not be empty");
      }
      Part action = constraint.at("whenUnsatisfiable");
      if (!ACTIONS.contains(action.text())) {
        action.notSupported(ACTIONS);
      }
      String kind = kind(constraint);
      if (constraints.subList(i + 1, constraints.size()).stream()
          .anyMatch(other -> kind(other).equals(kind))) {
        constraint
            .at("{topologyKey, whenUnsatisfiable}")
            .showing(TextNode.valueOf(kind))
            .duplicate();
      }
      domains(constraint, action.text());
      constraint.at("nodeAffinityPolicy").oneOf(POLICIES);
      constraint.at("nodeTaintsPolicy").oneOf(POLICIES);
      Selectors.selector(constraint.at("labelSelector"));
    }
  }

  private static String kind(Part constraint) {
    return "{" + constraint.text("topologyKey") + ", " + constraint.text("whenUnsatisfiable") + "}";
  }

  private static void domains(Part constraint, String action) {
    Part domains = constraint.at("minDomains");
    if (domains.present()) {
      positive(domains);
      if (!action.equals("DoNotSchedule")) {
        domains.invalid(
            "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action);
      }
    }
  }

  private static void positive(Part number) {
    if (number.number() <= 0) {
      number.invalidNumber("must be greater than zero");
    }
  }
}

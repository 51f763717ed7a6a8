// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which pod does what. The first rule that matches counts; then the pod's annotation {@link
 * PodBehavior#ANNOTATION}; then what {@link #otherwise} says, at first: ready as soon as it runs.
 * Immutable.
 *
 * @param rules asked in order
 * @param fallback what all other pods do
 */
public record PodBehaviors(List<Rule> rules, PodBehavior fallback) {

  /**
   * What some pods do.
   *
   * @param pods which ones; must depend on the pod alone
   * @param behavior what they do
   */
  public record Rule(Predicate<Pod> pods, PodBehavior behavior) {}

  /** Keeps the rules from being changed. */
  public PodBehaviors {
    rules = List.copyOf(rules);
  }

  /**
   * No rules: all pods without the annotation are ready as soon as they run.
   *
   * @return the behaviors
   */
  public static PodBehaviors standard() {
    return new PodBehaviors(List.of(), PodBehavior.ready());
  }

  /**
   * One more rule, asked after the ones that are there.
   *
   * @param pods which pods; must depend on the pod alone
   * @param behavior what they do
   * @return these and the rule
   */
  public PodBehaviors when(Predicate<Pod> pods, PodBehavior behavior) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(new Rule(pods, behavior));
    return new PodBehaviors(more, fallback);
  }

  /**
   * What pods do that no rule and no annotation speaks of.
   *
   * @param behavior what they do
   * @return these with that
   */
  public PodBehaviors otherwise(PodBehavior behavior) {
    return new PodBehaviors(rules, behavior);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * What happened to the Rollouts of a cluster, oldest first: each change of a status with who wrote
 * it, and what clients did to Rollouts and their workloads. An immutable picture of the moment in
 * which it was taken. Its text has a line for each.
 *
 * @param transitions all of it
 */
public record ReleaseHistory(List<Transition> transitions) {

  /** Keeps them from being changed. */
  public ReleaseHistory {
    transitions = List.copyOf(transitions);
  }

  /**
   * Of one Rollout.
   *
   * @param rollout its name, or namespace and name as "default/rollouts-demo"
   * @return its part
   */
  public ReleaseHistory of(String rollout) {
    return where(each -> each.rollout().equals(rollout) || each.rollout().endsWith("/" + rollout));
  }

  /**
   * From a moment on.
   *
   * @param moment of the cluster's time
   * @return what happened then and later
   */
  public ReleaseHistory since(Instant moment) {
    return where(each -> !each.at().isBefore(moment));
  }

  /**
   * Of one kind.
   *
   * @param kind what happened
   * @return that part
   */
  public ReleaseHistory only(Transition.Kind kind) {
    return where(each -> each.kind() == kind);
  }

  /**
   * The end.
   *
   * @param count how many at most
   * @return the last ones
   */
  public ReleaseHistory tail(int count) {
    return new ReleaseHistory(
        transitions.subList(Math.max(0, transitions.size() - count), transitions.size()));
  }

  private ReleaseHistory where(Predicate<Transition> wanted) {
    return new ReleaseHistory(transitions.stream().filter(wanted).toList());
  }

  @Override
  public String toString() {
    return transitions.stream().map(Transition::toString).collect(joining("\n"));
  }
}

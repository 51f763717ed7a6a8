// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * All that was found in a Rollout. Immutable, thread-safe.
 *
 * @param findings the refusals in the cluster's order, then the warnings
 */
public record Review(List<Finding> findings) {

  /** Keeps a copy. */
  public Review {
    findings = List.copyOf(findings);
  }

  /**
   * Whether the cluster would store the Rollout.
   *
   * @return true when nothing is refused; there may be warnings
   */
  public boolean accepted() {
    return refusals().isEmpty();
  }

  /**
   * What the cluster would answer with.
   *
   * @return the findings that are refused
   */
  public List<Finding> refusals() {
    return of(Severity.REFUSED);
  }

  /**
   * What the cluster stores and the controller trips over.
   *
   * @return the findings that are warnings
   */
  public List<Finding> warnings() {
    return of(Severity.WARNING);
  }

  private List<Finding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  /** A line for each finding. */
  @Override
  public String toString() {
    return findings.isEmpty()
        ? "accepted, without a warning"
        : findings.stream().map(Finding::toString).collect(joining("\n"));
  }
}

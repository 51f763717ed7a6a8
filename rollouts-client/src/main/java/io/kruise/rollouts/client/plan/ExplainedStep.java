// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a step does to a workload of a certain size.
 *
 * @param index the step, 1-based
 * @param replicas a count or a percentage, as written
 * @param newPods pods of the new version once it is done; a step never takes any back
 * @param oldPods pods of the old version that run beside them
 * @param traffic which requests reach the new pods
 * @param end what follows
 * @param remarks sentences on what may surprise; mostly none
 */
public record ExplainedStep(
    int index,
    String replicas,
    int newPods,
    int oldPods,
    StepTraffic traffic,
    StepEnd end,
    List<String> remarks) {

  /** Checks that all parts are there, and keeps a copy of the remarks. */
  public ExplainedStep {
    requireNonNull(replicas, "replicas");
    requireNonNull(traffic, "traffic");
    requireNonNull(end, "end");
    remarks = List.copyOf(remarks);
  }
}

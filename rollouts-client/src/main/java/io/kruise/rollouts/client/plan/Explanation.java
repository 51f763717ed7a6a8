// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What a plan does to a workload of a certain size.
 *
 * @param title the Rollout, its style, its workload and the size, in a line
 * @param replicas the workload's size
 * @param steps what each step does, in order
 * @param ending a sentence: what follows the last step
 */
public record Explanation(String title, int replicas, List<ExplainedStep> steps, String ending) {
  private static final List<String> HEADINGS =
      List.of("STEP", "REPLICAS", "NEW PODS", "OLD PODS", "TRAFFIC", "THEN");

  /** Checks that all parts are there, and keeps a copy of the steps. */
  public Explanation {
    requireNonNull(title, "title");
    requireNonNull(ending, "ending");
    steps = List.copyOf(steps);
  }

  /**
   * Where somebody is asked.
   *
   * @return the steps that wait for an approval, 1-based
   */
  public List<Integer> approvals() {
    return steps.stream()
        .filter(step -> step.end() instanceof StepEnd.Approval)
        .map(ExplainedStep::index)
        .toList();
  }

  /**
   * The explanation as text for a terminal: a title, a table of the steps, the ending.
   *
   * @return lines, each with a line feed at its end and no blanks before it
   */
  public String table() {
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    steps.forEach(step -> rows.add(row(step)));
    StringBuilder text = new StringBuilder(title).append('\n');
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < HEADINGS.size(); column++) {
        line.append(row.get(column))
            .append(" ".repeat(width(rows, column) - row.get(column).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.append(ending).append('\n').toString();
  }

  private List<String> row(ExplainedStep step) {
    String remarks = step.remarks().isEmpty() ? "" : " (" + String.join("; ", step.remarks()) + ")";
    return List.of(
        step.index() + "/" + steps.size(),
        step.replicas(),
        String.valueOf(step.newPods()),
        String.valueOf(step.oldPods()),
        step.traffic().toString(),
        step.end() + remarks);
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  /** The table. */
  @Override
  public String toString() {
    return table();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/** Numbers of pods in a status; like Go's omitempty, a zero isn't written. */
final class Counts {
  private Counts() {}

  static void put(
      ObjectNode status, String field, List<ObjectNode> pods, Predicate<ObjectNode> counted) {
    put(status, field, (int) pods.stream().filter(counted).count());
  }

  static void put(ObjectNode status, String field, int number) {
    if (number > 0) {
      status.put(field, number);
    }
  }
}

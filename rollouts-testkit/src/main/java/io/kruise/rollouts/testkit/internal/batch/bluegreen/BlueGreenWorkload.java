// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.bluegreen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.batch.release.BatchContext;
import io.kruise.rollouts.testkit.internal.batch.release.Outcome;
import io.kruise.rollouts.testkit.internal.batch.release.WorkloadInfo;

/** A workload of one kind, as it stood at the beginning of a pass (bluegreenstyle/interface.go). */
sealed interface BlueGreenWorkload permits CloneSetBlueGreen, DeploymentBlueGreen {
  /** v1beta1.MaxProgressSeconds: a deadline that never comes. */
  int MAX_PROGRESS_SECONDS = Integer.MAX_VALUE;

  /** v1beta1.MaxReadySeconds: no pod is ever ready for long enough to let an old one go. */
  int MAX_READY_SECONDS = MAX_PROGRESS_SECONDS - 1;

  /** The workload whole. */
  ObjectNode object();

  /** What it says of itself. */
  WorkloadInfo info();

  /** The current batch in numbers, without pods (CalculateBatchContext). */
  BatchContext context();

  /** Takes hold of it, with its settings kept for later. */
  Outcome initialize();

  /** Lets as many new pods come as the batch allows. */
  Outcome upgrade(BatchContext context);

  /** Gives it its settings back; without a last batch only. */
  Outcome windUp();
}

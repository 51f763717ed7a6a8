// SPDX-License-Identifier: Apache-2.0
/**
 * The workload controllers of Kubernetes' controller manager, and what they share: Deployments,
 * ReplicaSets, StatefulSets, DaemonSets.
 */
@NullMarked
package io.kruise.rollouts.testkit.internal.workload;

import org.jspecify.annotations.NullMarked;

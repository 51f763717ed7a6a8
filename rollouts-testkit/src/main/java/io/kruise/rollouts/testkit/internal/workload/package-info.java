// SPDX-License-Identifier: Apache-2.0
/**
 * The workload controllers of Kubernetes' controller manager: of Deployments, ReplicaSets,
 * StatefulSets and DaemonSets.
 */
@NullMarked
package io.kruise.rollouts.testkit.internal.workload;

import org.jspecify.annotations.NullMarked;

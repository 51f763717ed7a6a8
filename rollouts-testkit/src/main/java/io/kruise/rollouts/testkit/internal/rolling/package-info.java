// SPDX-License-Identifier: Apache-2.0
/**
 * What the two controllers of Deployments share, that of Kubernetes and Kruise's changed copy of
 * it: how ReplicaSets are made, scaled and summed up.
 */
@NullMarked
package io.kruise.rollouts.testkit.internal.rolling;

import org.jspecify.annotations.NullMarked;

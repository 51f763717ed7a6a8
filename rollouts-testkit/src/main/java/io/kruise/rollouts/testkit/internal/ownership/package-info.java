// SPDX-License-Identifier: Apache-2.0
/** Which pods and ReplicaSets belong to which workload. */
@NullMarked
package io.kruise.rollouts.testkit.internal.ownership;

import org.jspecify.annotations.NullMarked;

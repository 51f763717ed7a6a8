// SPDX-License-Identifier: Apache-2.0
/** The BatchRelease controller: upgrades a workload batch by batch, as a Rollout asks it to. */
@NullMarked
package io.kruise.rollouts.testkit.internal.batch;

import org.jspecify.annotations.NullMarked;

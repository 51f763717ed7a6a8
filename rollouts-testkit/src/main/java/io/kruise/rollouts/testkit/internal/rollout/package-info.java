// SPDX-License-Identifier: Apache-2.0
/**
 * The Rollout controller: upstream's pkg/controller/rollout, and what it uses of pkg/util. One pass
 * goes through {@code RolloutController}, {@code StatusCalculation} and one of the tables; the
 * tables hold what is done when, the other classes how.
 */
@NullMarked
package io.kruise.rollouts.testkit.internal.rollout;

import org.jspecify.annotations.NullMarked;

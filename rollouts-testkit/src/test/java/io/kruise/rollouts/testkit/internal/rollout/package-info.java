// SPDX-License-Identifier: Apache-2.0
/** Tests of the Rollout controller. */
@NullMarked
package io.kruise.rollouts.testkit.internal.rollout;

import org.jspecify.annotations.NullMarked;

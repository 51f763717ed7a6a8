// SPDX-License-Identifier: Apache-2.0
/**
 * What controllers are: pure functions from the world and the time to writes; and the loop that
 * runs them.
 */
@NullMarked
package io.kruise.rollouts.testkit.internal.engine;

import org.jspecify.annotations.NullMarked;

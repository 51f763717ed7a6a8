// SPDX-License-Identifier: Apache-2.0
/**
 * What belongs to a Rollout, and why it stands where it stands: readings of the objects, and rules
 * over them. Pure: no I/O, no clock.
 */
@NullMarked
package io.kruise.rollouts.client.explain;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The life of one release: what starts it, what can be done with it, and how it ends.
 *
 * <p>A release is a change of a workload's pod template together with a rollout-id. All that is
 * asked of a {@link io.kruise.rollouts.client.release.Release} is meant for that one, and for no
 * other that the Rollout may show by then.
 */
@NullMarked
package io.kruise.rollouts.client.release;

import org.jspecify.annotations.NullMarked;

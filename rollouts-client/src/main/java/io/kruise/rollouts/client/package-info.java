// SPDX-License-Identifier: Apache-2.0
/**
 * Controls OpenKruise Rollouts: {@link io.kruise.rollouts.client.RolloutsClient} is the door,
 * {@link io.kruise.rollouts.client.RolloutOps} the verbs.
 */
@NullMarked
package io.kruise.rollouts.client;

import org.jspecify.annotations.NullMarked;

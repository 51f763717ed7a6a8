// SPDX-License-Identifier: Apache-2.0
/** Follows one Rollout: a watch with a plain read underneath. Not API. */
@NullMarked
package io.kruise.rollouts.client.internal.follow;

import org.jspecify.annotations.NullMarked;

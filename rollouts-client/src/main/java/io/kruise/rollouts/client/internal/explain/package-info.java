// SPDX-License-Identifier: Apache-2.0
/** Reads what belongs to a Rollout. Not API. */
@NullMarked
package io.kruise.rollouts.client.internal.explain;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The one place where time comes in: what is now, and what happens later. */
@NullMarked
package io.kruise.rollouts.client.time;

import org.jspecify.annotations.NullMarked;

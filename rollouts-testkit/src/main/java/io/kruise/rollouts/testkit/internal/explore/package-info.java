// SPDX-License-Identifier: Apache-2.0
/** Tries the orders in which the actors on a cluster can meet. */
@NullMarked
package io.kruise.rollouts.testkit.internal.explore;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The suite on the real controller. */
@NullMarked
package io.kruise.rollouts.it;

import org.jspecify.annotations.NullMarked;

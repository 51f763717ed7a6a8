// SPDX-License-Identifier: Apache-2.0
/** Objects as JSON trees, and how to name, read and merge them. */
@NullMarked
package io.kruise.rollouts.testkit.internal.object;

import org.jspecify.annotations.NullMarked;

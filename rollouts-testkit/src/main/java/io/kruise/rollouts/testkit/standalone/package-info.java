// SPDX-License-Identifier: Apache-2.0
/** The fake cluster as a program. */
@NullMarked
package io.kruise.rollouts.testkit.standalone;

import org.jspecify.annotations.NullMarked;

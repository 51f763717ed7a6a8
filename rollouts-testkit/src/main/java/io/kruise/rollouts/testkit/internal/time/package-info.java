// SPDX-License-Identifier: Apache-2.0
/** How time passes in a cluster: by itself, or by hand. */
@NullMarked
package io.kruise.rollouts.testkit.internal.time;

import org.jspecify.annotations.NullMarked;

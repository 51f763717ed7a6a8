// SPDX-License-Identifier: Apache-2.0
/** A way to the API server without a network, for fabric8's client in the same process. */
@NullMarked
package io.kruise.rollouts.testkit.internal.direct;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Everything of a cluster, put together. */
@NullMarked
package io.kruise.rollouts.testkit.internal.cluster;

import org.jspecify.annotations.NullMarked;

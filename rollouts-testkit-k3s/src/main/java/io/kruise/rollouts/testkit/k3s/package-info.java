// SPDX-License-Identifier: Apache-2.0
/**
 * A k3s container with Kruise Rollouts in it, for integration tests. It knows nothing of the
 * client, nor of the fake cluster.
 */
@NullMarked
package io.kruise.rollouts.testkit.k3s;

import org.jspecify.annotations.NullMarked;

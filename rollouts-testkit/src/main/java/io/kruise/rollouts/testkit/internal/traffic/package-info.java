// SPDX-License-Identifier: Apache-2.0
/** Services, Ingresses and routes, as the controller sets them. */
@NullMarked
package io.kruise.rollouts.testkit.internal.traffic;

import org.jspecify.annotations.NullMarked;

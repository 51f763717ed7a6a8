// SPDX-License-Identifier: Apache-2.0
/** Tells clients what is served: discovery and OpenAPI. */
@NullMarked
package io.kruise.rollouts.testkit.internal.discovery;

import org.jspecify.annotations.NullMarked;

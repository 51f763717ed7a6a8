// SPDX-License-Identifier: Apache-2.0
/** Each fault of the weather: how it happens to a bare client, and what ours makes of it. */
@NullMarked
package io.kruise.rollouts.testkit.junit5.weather;

import org.jspecify.annotations.NullMarked;

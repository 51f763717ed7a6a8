// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kruise.rollouts.testkit.internal.weather;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What is said about speed, measured beside the alternatives. */
@NullMarked
package io.kruise.rollouts.benchmarks;

import org.jspecify.annotations.NullMarked;

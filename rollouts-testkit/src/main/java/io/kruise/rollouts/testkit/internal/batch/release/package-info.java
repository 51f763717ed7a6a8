// SPDX-License-Identifier: Apache-2.0
/** A BatchRelease, the workload it is about, and what all styles of upgrading share. */
@NullMarked
package io.kruise.rollouts.testkit.internal.batch.release;

import org.jspecify.annotations.NullMarked;

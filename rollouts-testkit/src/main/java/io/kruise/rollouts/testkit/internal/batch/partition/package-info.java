// SPDX-License-Identifier: Apache-2.0
/** Upgrading in place: a partition says how many pods get the new version. */
@NullMarked
package io.kruise.rollouts.testkit.internal.batch.partition;

import org.jspecify.annotations.NullMarked;

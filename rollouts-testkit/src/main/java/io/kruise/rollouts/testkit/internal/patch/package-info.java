// SPDX-License-Identifier: Apache-2.0
/** The kinds of patches, as functions from a tree and a patch to a tree. */
@NullMarked
package io.kruise.rollouts.testkit.internal.patch;

import org.jspecify.annotations.NullMarked;

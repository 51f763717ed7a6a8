// SPDX-License-Identifier: Apache-2.0
/** Upgrading by surge: the new pods come on top of the old ones, which stay until the end. */
@NullMarked
package io.kruise.rollouts.testkit.internal.batch.bluegreen;

import org.jspecify.annotations.NullMarked;

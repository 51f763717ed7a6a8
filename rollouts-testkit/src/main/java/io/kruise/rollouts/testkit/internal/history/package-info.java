// SPDX-License-Identifier: Apache-2.0
/** What happened in a cluster, to be told, and to be done again. */
@NullMarked
package io.kruise.rollouts.testkit.internal.history;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What a verb is, and what carries it out: readings in, one guarded write at a time out. */
@NullMarked
package io.kruise.rollouts.client.internal.verb;

import org.jspecify.annotations.NullMarked;

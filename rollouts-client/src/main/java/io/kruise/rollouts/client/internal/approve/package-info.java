// SPDX-License-Identifier: Apache-2.0
/** The approval: a pure loop that decides, a run that carries out. Not API. */
@NullMarked
package io.kruise.rollouts.client.internal.approve;

import org.jspecify.annotations.NullMarked;

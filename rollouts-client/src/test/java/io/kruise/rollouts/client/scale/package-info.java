// SPDX-License-Identifier: Apache-2.0
/** Very many waits, and waits in very many orders. */
@NullMarked
package io.kruise.rollouts.client.scale;

import org.jspecify.annotations.NullMarked;

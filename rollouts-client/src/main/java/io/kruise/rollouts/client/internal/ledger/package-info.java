// SPDX-License-Identifier: Apache-2.0
/** In whose name something was done, written down where people look. */
@NullMarked
package io.kruise.rollouts.client.internal.ledger;

import org.jspecify.annotations.NullMarked;

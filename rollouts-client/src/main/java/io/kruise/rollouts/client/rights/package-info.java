// SPDX-License-Identifier: Apache-2.0
/** The least rights that a service account needs for what it does with Rollouts. */
@NullMarked
package io.kruise.rollouts.client.rights;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What stands behind the interfaces. Not API. */
@NullMarked
package io.kruise.rollouts.client.internal;

import org.jspecify.annotations.NullMarked;

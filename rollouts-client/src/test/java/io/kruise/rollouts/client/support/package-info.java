// SPDX-License-Identifier: Apache-2.0
/** What the tests stand on: Rollouts in true states, an API server, a clock. */
@NullMarked
package io.kruise.rollouts.client.support;

import org.jspecify.annotations.NullMarked;

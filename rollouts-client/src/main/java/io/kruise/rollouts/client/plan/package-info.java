// SPDX-License-Identifier: Apache-2.0
/**
 * Before a release starts: what the cluster would say to a Rollout, and what its plan would do.
 * Pure functions over values: no I/O, no clock, no logging.
 *
 * <p>It shares no rule with the test kit's webhook, on purpose: if both used one rule book, a wrong
 * belief would pass every test. The real webhook is the referee between them.
 */
@NullMarked
package io.kruise.rollouts.client.plan;

import org.jspecify.annotations.NullMarked;

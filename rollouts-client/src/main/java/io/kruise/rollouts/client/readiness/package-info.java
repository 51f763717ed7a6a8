// SPDX-License-Identifier: Apache-2.0
/**
 * The judgement: where does a step of a release stand. Pure functions over values: no I/O, no
 * clock, no logging.
 *
 * <p>It shares no rule with the test kit's fake, on purpose: if both used one rule book, a wrong
 * belief would pass every test. The real controller is the referee between them.
 */
@NullMarked
package io.kruise.rollouts.client.readiness;

import org.jspecify.annotations.NullMarked;

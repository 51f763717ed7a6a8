// SPDX-License-Identifier: Apache-2.0
/** What goes wrong on the way between clients, the API server and the controllers. */
@NullMarked
package io.kruise.rollouts.testkit.internal.weather;

import org.jspecify.annotations.NullMarked;

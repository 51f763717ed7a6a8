// SPDX-License-Identifier: Apache-2.0
/** Renders objects as the tables that people see. */
@NullMarked
package io.kruise.rollouts.testkit.internal.table;

import org.jspecify.annotations.NullMarked;

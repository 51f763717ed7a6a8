// SPDX-License-Identifier: Apache-2.0
/** Which objects a request is about: label and field selectors. */
@NullMarked
package io.kruise.rollouts.testkit.internal.select;

import org.jspecify.annotations.NullMarked;

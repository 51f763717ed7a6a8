// SPDX-License-Identifier: Apache-2.0
/** How objects go with their owners and their namespaces, and what each namespace comes with. */
@NullMarked
package io.kruise.rollouts.testkit.internal.lifecycle;

import org.jspecify.annotations.NullMarked;

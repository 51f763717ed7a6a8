// SPDX-License-Identifier: Apache-2.0
/** What types there are, and what their schemas say about objects. */
@NullMarked
package io.kruise.rollouts.testkit.internal.schema;

import org.jspecify.annotations.NullMarked;

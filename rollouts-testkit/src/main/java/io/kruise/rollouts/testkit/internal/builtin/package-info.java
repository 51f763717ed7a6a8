// SPDX-License-Identifier: Apache-2.0
/** What Kubernetes' own code does to its own types, beyond what their schemas say. */
@NullMarked
package io.kruise.rollouts.testkit.internal.builtin;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** Pods: made from templates, read, ranked, and played as scheduler and kubelet would run them. */
@NullMarked
package io.kruise.rollouts.testkit.internal.pod;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * OpenKruise's workloads (v1.8.0) as far as Kruise Rollouts and users see them: CloneSet, Advanced
 * StatefulSet and Advanced DaemonSet, with their pods, revisions, defaults and statuses.
 */
@NullMarked
package io.kruise.rollouts.testkit.internal.kruise;

import org.jspecify.annotations.NullMarked;

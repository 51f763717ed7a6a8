// SPDX-License-Identifier: Apache-2.0
/** The webhooks of Kruise Rollouts: what starts a release, and which Rollouts are refused. */
@NullMarked
package io.kruise.rollouts.testkit.internal.admission;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Kruise's advanced controller of Deployments, which rolls them out in batches under the control of
 * a BatchRelease.
 */
@NullMarked
package io.kruise.rollouts.testkit.internal.deployment;

import org.jspecify.annotations.NullMarked;

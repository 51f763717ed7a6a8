// SPDX-License-Identifier: Apache-2.0
/** Upgrading beside: pods of the new version run in a second Deployment. */
@NullMarked
package io.kruise.rollouts.testkit.internal.batch.canary;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Beans of {@code rollouts.kruise.io/v1alpha1}, for the kinds that have no later version.
 *
 * <p>They behave like those of {@link io.kruise.rollouts.model.v1beta1}, and share the types of it
 * that are alike.
 */
@NullMarked
package io.kruise.rollouts.model.v1alpha1;

import org.jspecify.annotations.NullMarked;

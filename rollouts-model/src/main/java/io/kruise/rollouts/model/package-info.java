// SPDX-License-Identifier: Apache-2.0
/**
 * Names and values of the API of OpenKruise Rollouts: keys of labels, annotations and finalizers,
 * and readings of its enumerations.
 *
 * <p>The beans of the API lie in {@link io.kruise.rollouts.model.v1beta1} and {@link
 * io.kruise.rollouts.model.v1alpha1}.
 */
@NullMarked
package io.kruise.rollouts.model;

import org.jspecify.annotations.NullMarked;

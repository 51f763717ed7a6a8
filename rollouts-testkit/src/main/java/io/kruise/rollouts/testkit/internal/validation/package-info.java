// SPDX-License-Identifier: Apache-2.0
/**
 * What the API server says against objects of its own kinds: the validation of Kubernetes' pkg/apis
 * at the version that {@code BuiltInTypes} was recorded from, as far as applications meet it.
 */
@NullMarked
package io.kruise.rollouts.testkit.internal.validation;

import org.jspecify.annotations.NullMarked;

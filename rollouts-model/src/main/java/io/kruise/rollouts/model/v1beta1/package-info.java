// SPDX-License-Identifier: Apache-2.0
/**
 * Beans of {@code rollouts.kruise.io/v1beta1}.
 *
 * <p>Beans are mutable and not thread-safe. A field that is absent in JSON is null, a field that is
 * present stays present, be it zero or empty, and fields unknown here are kept: what was read is
 * written back as it was, except that an explicit null counts as absent. Every field of a bean is
 * therefore {@code @Nullable}, also those that the API server requires, which the text of the field
 * says. Enumerated values are kept as text; {@link io.kruise.rollouts.model} has the constants.
 * Times are text in RFC 3339.
 *
 * <p>{@code toBuilder()} copies a bean one level deep: both share what they contain.
 */
@NullMarked
package io.kruise.rollouts.model.v1beta1;

import org.jspecify.annotations.NullMarked;

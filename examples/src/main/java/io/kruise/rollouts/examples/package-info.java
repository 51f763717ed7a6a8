// SPDX-License-Identifier: Apache-2.0
/**
 * The guide's release, driven by the library. {@link io.kruise.rollouts.examples.GuideRelease} is
 * the part to read and to copy; the rest is the command line around it.
 */
@NullMarked
package io.kruise.rollouts.examples;

import org.jspecify.annotations.NullMarked;

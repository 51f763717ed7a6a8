// SPDX-License-Identifier: Apache-2.0
/** The verbs of a release, each a rule, and the release that offers them. */
@NullMarked
package io.kruise.rollouts.client.internal.release;

import org.jspecify.annotations.NullMarked;

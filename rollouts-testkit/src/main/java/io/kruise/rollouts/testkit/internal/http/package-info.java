// SPDX-License-Identifier: Apache-2.0
/** The network in front of the API server. */
@NullMarked
package io.kruise.rollouts.testkit.internal.http;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The API server's rules, without a network: requests in, answers out. */
@NullMarked
package io.kruise.rollouts.testkit.internal.api;

import org.jspecify.annotations.NullMarked;

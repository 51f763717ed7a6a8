// SPDX-License-Identifier: Apache-2.0
/**
 * One contract of the API server's HTTP: checks, each of which asks a server by bare HTTP, and what
 * the real one answers. {@link io.kruise.rollouts.testkit.contract.Contract} has them all; the fake
 * is held against them here, the real API server in the integration tests.
 */
@NullMarked
package io.kruise.rollouts.testkit.contract;

import org.jspecify.annotations.NullMarked;

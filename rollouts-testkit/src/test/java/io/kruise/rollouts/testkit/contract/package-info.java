// SPDX-License-Identifier: Apache-2.0
/**
 * One contract of the API server's HTTP, held against the fake and against the real one. Free of
 * JUnit.
 */
@NullMarked
package io.kruise.rollouts.testkit.contract;

import org.jspecify.annotations.NullMarked;

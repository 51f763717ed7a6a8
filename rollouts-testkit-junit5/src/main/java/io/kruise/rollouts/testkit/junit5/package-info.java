// SPDX-License-Identifier: Apache-2.0
/** The test kit for JUnit 5 and AssertJ, and for the client of this library. */
@NullMarked
package io.kruise.rollouts.testkit.junit5;

import org.jspecify.annotations.NullMarked;

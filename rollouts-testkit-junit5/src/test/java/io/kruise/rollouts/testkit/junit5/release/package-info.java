// SPDX-License-Identifier: Apache-2.0
/** The client's releases, held against the fake cluster in virtual time. */
@NullMarked
package io.kruise.rollouts.testkit.junit5.release;

import org.jspecify.annotations.NullMarked;

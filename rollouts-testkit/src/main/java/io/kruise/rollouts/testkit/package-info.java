// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of release automation are made of. It knows no test framework, and nothing of the
 * client.
 */
@NullMarked
package io.kruise.rollouts.testkit;

import org.jspecify.annotations.NullMarked;

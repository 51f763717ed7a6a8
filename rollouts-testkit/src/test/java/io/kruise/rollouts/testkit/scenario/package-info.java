// SPDX-License-Identifier: Apache-2.0
/**
 * Scenarios: what a client does to a release, and the states that it then sees. One runner plays
 * them on the real control plane and on the fake cluster; what the real one showed is kept in
 * goldens, which the fake is compared with.
 */
@NullMarked
package io.kruise.rollouts.testkit.scenario;

import org.jspecify.annotations.NullMarked;

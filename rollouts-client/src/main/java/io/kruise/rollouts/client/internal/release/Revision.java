// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import java.time.Instant;
import java.util.Map;

/**
 * A revision of a workload that its controller keeps.
 *
 * @param name what the status calls it
 * @param number how many there were before it, and one; the newest has the highest
 * @param created when it was first made
 * @param template its pod template, without what controllers add
 */
record Revision(String name, long number, Instant created, Map<String, Object> template) {}

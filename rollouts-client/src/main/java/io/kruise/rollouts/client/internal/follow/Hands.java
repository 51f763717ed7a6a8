// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

import io.kruise.rollouts.client.internal.api.RolloutApi;
import io.kruise.rollouts.client.internal.api.WorkloadApi;

/**
 * The calls and watches of one client, which all its runs share.
 *
 * @param rollouts the calls on Rollouts
 * @param waits the same, in line, for the reads of waits
 * @param workloads the calls on workloads
 * @param feeds the watches
 */
public record Hands(RolloutApi rollouts, RolloutApi waits, WorkloadApi workloads, Feeds feeds) {}

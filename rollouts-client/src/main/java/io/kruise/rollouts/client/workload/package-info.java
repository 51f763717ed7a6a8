// SPDX-License-Identifier: Apache-2.0
/** What differs between the kinds of workloads that a Rollout can be for. */
@NullMarked
package io.kruise.rollouts.client.workload;

import org.jspecify.annotations.NullMarked;

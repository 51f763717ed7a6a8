// SPDX-License-Identifier: Apache-2.0
/** What the verbs read off a workload of any kind. Pure. */
@NullMarked
package io.kruise.rollouts.client.internal.workload;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** What the verbs promise, over real HTTP and each HTTP client. */
@NullMarked
package io.kruise.rollouts.client.contract;

import org.jspecify.annotations.NullMarked;

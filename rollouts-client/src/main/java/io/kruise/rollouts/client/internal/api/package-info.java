// SPDX-License-Identifier: Apache-2.0
/** The HTTP calls: one request each, asynchronous, without retries. Not API. */
@NullMarked
package io.kruise.rollouts.client.internal.api;

import org.jspecify.annotations.NullMarked;

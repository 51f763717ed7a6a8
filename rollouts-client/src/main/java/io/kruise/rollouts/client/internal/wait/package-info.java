// SPDX-License-Identifier: Apache-2.0
/** The wait: a run that feeds readings to the judgement. Not API. */
@NullMarked
package io.kruise.rollouts.client.internal.wait;

import org.jspecify.annotations.NullMarked;

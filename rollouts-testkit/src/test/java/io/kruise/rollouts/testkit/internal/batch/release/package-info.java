// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kruise.rollouts.testkit.internal.batch.release;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kruise.rollouts.testkit.internal.fields;

import org.jspecify.annotations.NullMarked;

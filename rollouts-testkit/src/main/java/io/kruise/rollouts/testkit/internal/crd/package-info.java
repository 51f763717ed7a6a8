// SPDX-License-Identifier: Apache-2.0
/** What makes a CustomResourceDefinition a served type. */
@NullMarked
package io.kruise.rollouts.testkit.internal.crd;

import org.jspecify.annotations.NullMarked;

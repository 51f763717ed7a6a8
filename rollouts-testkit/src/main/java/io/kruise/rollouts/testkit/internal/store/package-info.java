// SPDX-License-Identifier: Apache-2.0
/** Where objects and their history are kept. */
@NullMarked
package io.kruise.rollouts.testkit.internal.store;

import org.jspecify.annotations.NullMarked;

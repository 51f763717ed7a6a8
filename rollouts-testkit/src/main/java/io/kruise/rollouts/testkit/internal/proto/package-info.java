// SPDX-License-Identifier: Apache-2.0
/**
 * Reads objects that clients send in protobuf, as clients written in Go do of themselves. Source:
 * apimachinery, pkg/runtime/serializer/protobuf.
 */
@NullMarked
package io.kruise.rollouts.testkit.internal.proto;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Who manages which fields: managedFields, and server-side apply. Source:
 * sigs.k8s.io/structured-merge-diff, and apimachinery's pkg/util/managedfields.
 */
@NullMarked
package io.kruise.rollouts.testkit.internal.fields;

import org.jspecify.annotations.NullMarked;

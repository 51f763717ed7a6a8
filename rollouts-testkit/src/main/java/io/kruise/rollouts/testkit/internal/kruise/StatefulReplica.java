// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

/**
 * A pod that an Advanced StatefulSet should have.
 *
 * @param ordinal its number
 * @param pod as stored, or as it would be made
 * @param made whether it is stored (isCreated)
 */
record StatefulReplica(int ordinal, KruisePod pod, boolean made) {

  String revision() {
    return pod.label(KruiseNames.REVISION);
  }
}

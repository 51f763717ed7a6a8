// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

/** What a verb that lets go of a Rollout does when it comes into the middle of a release. */
public enum MidRelease {
  /** It is refused: the controller would promote the new version to all pods. */
  REFUSE,
  /** The new version is promoted to all pods, natively, without steps. */
  PROMOTE
}

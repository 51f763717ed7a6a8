// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

/** The two ways of the guide to let a step go on. */
public enum ApproveMethod {
  /**
   * Writes {@code StepReady} to the status, as kubectl-kruise does. Needs the right to patch {@code
   * rollouts/status}. The plan stays as it is; the controller may overwrite the write, so it is
   * confirmed, and repeated where needed.
   */
  STATUS,
  /**
   * Writes {@code pause.duration: 0} to the step in the plan, and puts it back as it was when the
   * step is left, or the approval ends otherwise, so that the next release pauses again. Needs the
   * right to patch {@code rollouts}. The controller never overwrites it; a GitOps tool may.
   */
  SPEC
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import java.util.Arrays;
import java.util.Optional;

/** What an action of a scenario does. */
public enum Verb {
  /** Creates an object: the argument is its manifest. */
  CREATE("create", true),
  /** Creates an object, or merges the manifest into the one that is there. */
  APPLY("apply", true),
  /** Patches an object: {@code kind}, {@code name}, {@code type}, {@code body}. */
  PATCH("patch", true),
  /** Patches the Rollout's status: {@code type}, {@code body}. */
  PATCH_STATUS("patchStatus", true),
  /** Reads the Rollout, changes its status, and puts it: {@code set}, {@code remove}. */
  PUT_STATUS("putStatus", true),
  /** Reads an object, changes it, and puts it: {@code kind}, {@code name}, {@code set}. */
  PUT("put", true),
  /** Writes StepReady: {@code guarded} by values, or {@code insist}. */
  APPROVE("approve", true),
  /** Gives the workload another version, and what goes with it in the same request. */
  SET_TEMPLATE("setTemplate", true),
  /** Sets labels: {@code set}, of {@code kind} and {@code name}. */
  LABEL("label", true),
  /** Sets annotations: {@code set}, of {@code kind} and {@code name}. */
  ANNOTATE("annotate", true),
  /** Sets the workload's replicas. */
  SCALE("scale", true),
  /** Deletes an object: {@code kind}, {@code name}, {@code propagation}. */
  DELETE("delete", true),
  /** Waits for a state: all of its fields hold. */
  UNTIL("until", false),
  /** Lets seconds pass in which the Rollout's path must not change. */
  HOLD("hold", false),
  /** Lets seconds pass. */
  SLEEP("sleep", false);

  private final String word;
  private final boolean writing;

  Verb(String word, boolean writing) {
    this.word = word;
    this.writing = writing;
  }

  /**
   * As scenarios spell it.
   *
   * @return such as "setTemplate"
   */
  public String word() {
    return word;
  }

  /**
   * Whether it writes: the states that follow are compared on their own.
   *
   * @return false for waits
   */
  public boolean writing() {
    return writing;
  }

  static Optional<Verb> of(String word) {
    return Arrays.stream(values()).filter(verb -> verb.word.equals(word)).findFirst();
  }
}

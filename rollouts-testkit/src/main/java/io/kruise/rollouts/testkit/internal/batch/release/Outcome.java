// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch.release;

/**
 * What came of an attempt; upstream's error or nil.
 *
 * @param kind how it ended
 * @param reason why it is not done; "" when it is
 */
public record Outcome(Kind kind, String reason) {

  /** How an attempt ended. */
  public enum Kind {
    /** As wished. */
    DONE,
    /** Not yet: to be repeated. */
    NOT_YET,
    /** The workload is not as it must be (pkg/util/errors, BadRequestError); repeated, too. */
    BAD_REQUEST
  }

  /**
   * Done.
   *
   * @return no reason
   */
  public static Outcome done() {
    return new Outcome(Kind.DONE, "");
  }

  /**
   * Not yet.
   *
   * @param reason what is missing
   * @return to be repeated
   */
  public static Outcome notYet(String reason) {
    return new Outcome(Kind.NOT_YET, reason);
  }

  /**
   * Can't be done with this workload.
   *
   * @param reason what is wrong with it
   * @return to be repeated, and to be told to people
   */
  public static Outcome badRequest(String reason) {
    return new Outcome(Kind.BAD_REQUEST, reason);
  }

  /**
   * Whether it is done.
   *
   * @return false for both kinds of failure
   */
  public boolean isDone() {
    return kind == Kind.DONE;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import static java.util.Objects.requireNonNull;

/**
 * Something that could not be read; what is said without it may be too little.
 *
 * @param what the objects, for people: "pods", "BatchRelease rollouts-demo"
 * @param permission verb and resource as a Role names them: "list pods", "get services"
 * @param why why it could not be read
 */
public record Unseen(String what, String permission, Why why) {

  /** Why something could not be read. */
  public enum Why {
    /** The API server answered 403: the permission is missing. */
    FORBIDDEN("forbidden, it needs the right to"),
    /** The API server answered 404 for the whole kind. */
    NOT_SERVED("the kind is not served, asked to"),
    /** No answer, or a server's own error. */
    NO_ANSWER("no answer, asked to"),
    /** There were more than were read. */
    TOO_MANY("too many, only the first were read, asked to");

    private final String words;

    Why(String words) {
      this.words = words;
    }
  }

  /** Checks that all parts are there. */
  public Unseen {
    requireNonNull(what, "what");
    requireNonNull(permission, "permission");
    requireNonNull(why, "why");
  }

  /** What, and why not. */
  @Override
  public String toString() {
    return what + " (" + why.words + " " + permission + ")";
  }
}

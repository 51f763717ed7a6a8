// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import java.util.List;

/** What would be applied is managed by others. */
public final class ConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final transient List<Conflict> conflicts;

  /**
   * One field.
   *
   * @param manager whose it is, as a message names it
   * @param path the field
   */
  public record Conflict(String manager, String path) {}

  /**
   * With its conflicts.
   *
   * @param message for people
   * @param conflicts each field
   */
  ConflictException(String message, List<Conflict> conflicts) {
    super(message);
    text = message;
    this.conflicts = List.copyOf(conflicts);
  }

  @Override
  public String getMessage() {
    return text;
  }

  /**
   * The fields.
   *
   * @return each of them
   */
  public List<Conflict> conflicts() {
    return conflicts;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * Times in objects: RFC 3339. What a cluster writes is in whole seconds of UTC, and read at every
 * pass, so that form is read without a formatter.
 */
public final class Timestamp {
  private static final String PLAIN = "0000-00-00T00:00:00Z";

  private Timestamp() {}

  /**
   * Reads a time.
   *
   * @param text such as "2026-01-31T12:00:00Z"
   * @return the time
   * @throws DateTimeParseException when it is none
   */
  public static Instant parse(String text) {
    if (!isPlain(text)) {
      return OffsetDateTime.parse(text).toInstant();
    }
    long days =
        LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2)).toEpochDay();
    long hours = days * 24 + number(text, 11, 2);
    long minutes = hours * 60 + number(text, 14, 2);
    return Instant.ofEpochSecond(minutes * 60 + number(text, 17, 2));
  }

  /** As a cluster itself writes times, but for the days that not every month has. */
  private static boolean isPlain(String text) {
    if (text.length() != PLAIN.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char wanted = PLAIN.charAt(i);
      char found = text.charAt(i);
      if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
        return false;
      }
    }
    return inRange(text, 5, 1, 12)
        && inRange(text, 8, 1, 28)
        && inRange(text, 11, 0, 23)
        && inRange(text, 14, 0, 59)
        && inRange(text, 17, 0, 59);
  }

  private static boolean inRange(String text, int at, int first, int last) {
    int number = number(text, at, 2);
    return number >= first && number <= last;
  }

  private static int number(String text, int from, int digits) {
    return Integer.parseInt(text, from, from + digits, 10);
  }
}

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
  private static final String WRITTEN = "0000-00-00T00:00:00Z";

  private Timestamp() {}

  /**
   * Reads a time.
   *
   * @param text such as "2026-01-31T12:00:00Z"
   * @return the time
   * @throws DateTimeParseException when it is none
   */
  public static Instant parse(String text) {
    if (!isAsWritten(text)) {
      return OffsetDateTime.parse(text).toInstant();
    }
    int hour = number(text, 11, 2);
    int minute = number(text, 14, 2);
    int second = number(text, 17, 2);
    int month = number(text, 5, 2);
    int day = number(text, 8, 2);
    boolean plain = hour < 24 && minute < 60 && second < 60 && month <= 12 && day <= 28;
    if (!plain || month == 0 || day == 0) { // a month's end, or nonsense
      return OffsetDateTime.parse(text).toInstant();
    }
    long days = LocalDate.of(number(text, 0, 4), month, day).toEpochDay();
    return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second);
  }

  private static boolean isAsWritten(String text) {
    if (text.length() != WRITTEN.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char wanted = WRITTEN.charAt(i);
      char is = text.charAt(i);
      if (wanted == '0' ? is < '0' || is > '9' : is != wanted) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int digits) {
    return Integer.parseInt(text, from, from + digits, 10);
  }
}

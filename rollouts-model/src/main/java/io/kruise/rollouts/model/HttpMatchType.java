// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How a header or a query parameter is compared: {@code type} of a match.
 *
 * <p>Written by the user; the API server fills in {@link #EXACT}, and refuses other values.
 */
public enum HttpMatchType implements OpenEnum {
  /** The value is equal. */
  EXACT("Exact"),

  /** The value matches a regular expression, in the dialect of the network provider. */
  REGULAR_EXPRESSION("RegularExpression"),

  /** A value that this model does not know, or none. */
  @JsonIgnore
  UNKNOWN("Unknown");

  private final String value;

  HttpMatchType(String value) {
    this.value = value;
  }

  @Override
  @JsonValue
  public String value() {
    return value;
  }

  /**
   * Returns the constant of a value.
   *
   * @param value a value as the API has it, or null
   * @return the constant; {@link #UNKNOWN} for null, for the empty string and for any other value
   */
  public static HttpMatchType of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}

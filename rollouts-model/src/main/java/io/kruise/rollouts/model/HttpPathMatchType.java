// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How a path is compared: {@code type} of a path match.
 *
 * <p>Written by the user; the API server fills in {@link #PATH_PREFIX}, and refuses other values.
 */
public enum HttpPathMatchType implements OpenEnum {
  /** The path is equal. */
  EXACT("Exact"),

  /** The path begins with the value, element by element. */
  PATH_PREFIX("PathPrefix"),

  /** The path matches a regular expression, in the dialect of the network provider. */
  REGULAR_EXPRESSION("RegularExpression"),

  /** A value that this model does not know, or none. */
  @JsonIgnore
  UNKNOWN("Unknown");

  private final String value;

  HttpPathMatchType(String value) {
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
  public static HttpPathMatchType of(@Nullable String value) {
    return OpenEnums.find(values(), value, UNKNOWN);
  }
}

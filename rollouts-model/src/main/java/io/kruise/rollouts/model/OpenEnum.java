// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

/**
 * An enumeration that a newer API may extend.
 *
 * <p>Beans hold the text itself, so that a value unknown here is written back unchanged; the
 * constants are a reading of it. Each has a constant {@code UNKNOWN} for all other texts.
 */
public interface OpenEnum {

  /**
   * Returns the text of this constant in the API.
   *
   * @return the text; {@code "Unknown"} for the constant of that name, which must not be written
   */
  String value();
}

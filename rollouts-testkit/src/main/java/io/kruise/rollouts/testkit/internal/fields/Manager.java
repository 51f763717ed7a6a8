// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

/**
 * Who manages fields. Source: apimachinery, managedfields.go (BuildManagerIdentifier).
 *
 * @param name as the client calls itself
 * @param applies whether by server-side apply
 * @param apiVersion in which it writes; "" for an applier, who is the same in each
 * @param subresource "" for the main resource
 */
public record Manager(String name, boolean applies, String apiVersion, String subresource) {

  /**
   * One who applies.
   *
   * @param name as the client calls itself
   * @param subresource "" for the main resource
   * @return the manager
   */
  public static Manager applier(String name, String subresource) {
    return new Manager(name, true, "", subresource);
  }

  /**
   * One who writes in any other way.
   *
   * @param name as the client calls itself
   * @param apiVersion in which it writes
   * @param subresource "" for the main resource
   * @return the manager
   */
  public static Manager updater(String name, String apiVersion, String subresource) {
    return new Manager(name, false, apiVersion, subresource);
  }

  /** As a conflict's message names it (printManager). */
  String described() {
    return "\""
        + name
        + "\""
        + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"")
        + (applies ? "" : " using " + apiVersion);
  }
}

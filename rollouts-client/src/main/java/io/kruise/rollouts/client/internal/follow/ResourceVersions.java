// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.follow;

/**
 * Order of resource versions of one object. They are decimal numbers that grow (KEP-5504 makes that
 * a promise; every etcd backed server always did so); where a server has others, each different one
 * counts as newer.
 */
public final class ResourceVersions {
  private ResourceVersions() {}

  /**
   * Whether one version came after another.
   *
   * @param version the version in question
   * @param than the one that is known
   * @return true when it is newer
   */
  public static boolean isNewer(String version, String than) {
    if (isNumber(version) && isNumber(than)) {
      return version.length() != than.length()
          ? version.length() > than.length()
          : version.compareTo(than) > 0;
    }
    return !version.equals(than);
  }

  private static boolean isNumber(String version) {
    return !version.isEmpty() && version.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;

/** The parameters that name a revision, and what is said when it can't be served. */
final class Revisions {
  private Revisions() {}

  /**
   * Reads a resourceVersion.
   *
   * @param text the parameter
   * @return the revision; 0 for "any"
   * @throws ApiException 400
   */
  static long parse(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("invalid resource version: " + malformed(text));
    }
  }

  /**
   * What is wrong with a text that is no revision.
   *
   * @param text the text
   * @return in the words of apiserver's pkg/storage/api_object_versioner.go
   */
  static String malformed(String text) {
    return "resourceVersion: Invalid value: \""
        + text
        + "\": strconv.ParseUint: parsing \""
        + text
        + "\": invalid syntax";
  }

  /**
   * The revision is still to come.
   *
   * @param asked the one that was asked for
   * @param current the newest one
   * @return 504
   */
  static ApiException tooLarge(long asked, long current) {
    ObjectNode details = Json.object();
    details
        .putArray("causes")
        .addObject()
        .put("reason", "ResourceVersionTooLarge")
        .put("message", "Too large resource version");
    details.put("retryAfterSeconds", 1);
    return new ApiException(
        504,
        "Timeout",
        "Timeout: Too large resource version: " + asked + ", current: " + current,
        details);
  }

  /**
   * The revision is forgotten.
   *
   * @param asked the one that was asked for
   * @param oldest the oldest one that is known
   * @return 410
   */
  static ApiException tooOld(long asked, long oldest) {
    return new ApiException(
        410, "Expired", "too old resource version: " + asked + " (" + oldest + ")");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.List;
import java.util.regex.Pattern;

/** The revisions that requests name, and what is said when they can't be served. */
final class Revisions {
  private static final String STALE =
      "the object has been modified; please apply your changes to the latest version and try again";

  private static final Pattern NUMBER = Pattern.compile("\\d+");

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

  /**
   * Holds the version that a write is made for against the stored one; where a type allows it, none
   * means any.
   *
   * @param type the type
   * @param before as stored
   * @param object as written; changed in place
   * @throws ApiException 409, 422, 500
   */
  static void check(ResourceType type, ObjectNode before, ObjectNode object) {
    String name = Meta.name(before);
    String current = Meta.of(before).path("resourceVersion").asText();
    String wanted = Meta.of(object).path("resourceVersion").asText();
    if (wanted.isEmpty() || wanted.equals("0")) {
      if (!TypeTraits.of(type).unconditionalUpdate()) {
        throw ApiException.invalid(
            type.group(),
            type.plural(),
            name,
            List.of(
                new ApiException.Cause(
                    "FieldValueInvalid",
                    "Invalid value: 0x0: must be specified for an update",
                    "metadata.resourceVersion")));
      }
      object.withObject("/metadata").put("resourceVersion", current);
    } else if (!NUMBER.matcher(wanted).matches()) {
      throw new ApiException(
          500, "", "strconv.ParseUint: parsing \"" + wanted + "\": invalid syntax");
    } else if (!wanted.equals(current)) {
      throw ApiException.conflict(type, name, STALE);
    }
  }
}

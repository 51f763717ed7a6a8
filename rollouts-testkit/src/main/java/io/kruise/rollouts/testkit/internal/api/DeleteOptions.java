// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an object is deleted.
 *
 * @param uid only the object with this uid; "" for any
 * @param resourceVersion only this version of it; "" for any
 * @param propagation what becomes of its dependents
 * @param graceSeconds how long it may take to end; null: as the object says
 * @param dryRun whether to store nothing
 */
public record DeleteOptions(
    String uid,
    String resourceVersion,
    Propagation propagation,
    @Nullable Long graceSeconds,
    boolean dryRun) {

  /** What becomes of dependents. */
  public enum Propagation {
    /** As the object's finalizers say, else as with {@link #BACKGROUND}. */
    DEFAULT,
    /** They go after it. */
    BACKGROUND,
    /** They go before it. */
    FOREGROUND,
    /** They stay. */
    ORPHAN
  }

  /** At once, its dependents in the background. */
  public static final DeleteOptions NOW =
      new DeleteOptions("", "", Propagation.BACKGROUND, 0L, false);

  /** After its dependents. */
  public static final DeleteOptions FOREGROUND =
      new DeleteOptions("", "", Propagation.FOREGROUND, 0L, false);

  /**
   * From a request.
   *
   * @param body the DeleteOptions; a missing node for none
   * @param query the request's parameters
   * @param dryRun whether the parameters ask for a dry run
   * @return the options
   * @throws ApiException 422
   */
  static DeleteOptions of(JsonNode body, java.util.Map<String, String> query, boolean dryRun) {
    boolean given = body.isObject() && !body.isEmpty();
    String policy =
        given
            ? body.path("propagationPolicy").asText()
            : query.getOrDefault("propagationPolicy", "");
    JsonNode grace = body.path("gracePeriodSeconds");
    String graceText = query.getOrDefault("gracePeriodSeconds", "");
    Long seconds =
        grace.isNumber()
            ? Long.valueOf(grace.asLong())
            : graceText.matches("-?\\d{1,18}") ? Long.valueOf(graceText) : null;
    Propagation propagation = propagation(policy);
    JsonNode orphan = body.path("orphanDependents");
    if (orphan.isBoolean()) {
      propagation = orphan.asBoolean() ? Propagation.ORPHAN : Propagation.BACKGROUND;
    }
    return new DeleteOptions(
        body.path("preconditions").path("uid").asText(),
        body.path("preconditions").path("resourceVersion").asText(),
        propagation,
        seconds,
        dryRun || DryRun.asked(body.path("dryRun"), "DeleteOptions"));
  }

  private static Propagation propagation(String policy) {
    return switch (policy) {
      case "" -> Propagation.DEFAULT;
      case "Background" -> Propagation.BACKGROUND;
      case "Foreground" -> Propagation.FOREGROUND;
      case "Orphan" -> Propagation.ORPHAN;
      default ->
          throw ApiException.invalid(
              "meta.k8s.io",
              "DeleteOptions",
              "",
              List.of(
                  new ApiException.Cause(
                      "FieldValueNotSupported",
                      "Unsupported value: \""
                          + policy
                          + "\": supported values: \"Foreground\", \"Background\", \"Orphan\","
                          + " \"nil\"",
                      "propagationPolicy")));
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.fields.FieldManager;
import io.kruise.rollouts.testkit.internal.fields.Manager;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Keeps metadata.managedFields. As with the real server, an object whose fields nobody managed when
 * it was made is left untracked until somebody applies to it (skipnonapplied.go); here these are
 * the objects that controllers make.
 */
final class FieldTracking {
  private FieldTracking() {}

  /**
   * Who manages the fields of a type's objects.
   *
   * @param schemas the rules of form
   * @param type the type
   * @param subresource the path that is written through
   * @return its manager
   */
  static FieldManager of(SchemaRules schemas, ResourceType type, String subresource) {
    List<String> reset =
        switch (subresource) {
          case "status" -> type.custom() ? List.of("f:metadata", "f:spec") : List.of("f:spec");
          case "" -> type.statusSubresource() ? List.of("f:status") : List.of();
          default -> List.of();
        };
    return new FieldManager(schemas.patch(type), type.apiVersion(), reset);
  }

  /**
   * Notes a creation.
   *
   * @param schemas the rules of form
   * @param type the type
   * @param object the new object; changed in place
   * @param options who writes
   * @param now the cluster's time
   */
  static void created(
      SchemaRules schemas,
      ResourceType type,
      ObjectNode object,
      WriteOptions options,
      Instant now) {
    switch (options.tracking()) {
      case FROM_THE_START ->
          of(schemas, type, "")
              .update(
                  Json.object(),
                  object,
                  Manager.updater(options.manager(), type.apiVersion(), ""),
                  time(now));
      case WHERE_BEGUN -> Json.dig(object, "metadata").remove("managedFields");
      case BY_APPLY -> {
        // the application has noted itself
      }
    }
  }

  /**
   * Notes a change.
   *
   * @param schemas the rules of form
   * @param type the type
   * @param subresource the path that is written through
   * @param before as stored
   * @param object as it would be stored; changed in place
   * @param options who writes
   * @param now the cluster's time
   */
  static void changed(
      SchemaRules schemas,
      ResourceType type,
      String subresource,
      ObjectNode before,
      ObjectNode object,
      WriteOptions options,
      Instant now) {
    if (options.tracking() == WriteOptions.Tracking.BY_APPLY) {
      return;
    }
    if (!Meta.of(before).has("managedFields")) {
      Json.dig(object, "metadata").remove("managedFields");
      return;
    }
    of(schemas, type, subresource)
        .update(
            before,
            object,
            Manager.updater(options.manager(), type.apiVersion(), subresource),
            time(now));
  }

  /**
   * A time, as managedFields have it.
   *
   * @param now the cluster's time
   * @return to the second
   */
  static String time(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

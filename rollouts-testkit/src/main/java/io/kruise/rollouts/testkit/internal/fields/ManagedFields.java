// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who manages which of an object's fields: metadata.managedFields, opened up. Not thread-safe.
 * Source: apimachinery, pkg/util/managedfields/internal/managedfields.go.
 */
final class ManagedFields {

  /**
   * What a manager manages. As it was stored it is only opened up where it has to be: a write
   * mostly touches the fields of one of many managers. Not thread-safe.
   */
  static final class Entry {
    private final @Nullable JsonNode stored;
    private final String apiVersion;
    private final String time;
    private @Nullable FieldSet set;

    private Entry(
        @Nullable FieldSet set, String apiVersion, String time, @Nullable JsonNode stored) {
      this.set = set;
      this.apiVersion = apiVersion;
      this.time = time;
      this.stored = stored;
    }

    /**
     * What is to be written anew.
     *
     * @param set the fields
     * @param apiVersion in which they are named
     * @param time when the manager last wrote; "" for unknown
     */
    Entry(FieldSet set, String apiVersion, String time) {
      this(set, apiVersion, time, null);
    }

    /** The fields. */
    FieldSet set() {
      FieldSet known = set;
      if (known == null) {
        known = FieldSet.of(stored == null ? Json.object() : stored);
        set = known;
      }
      return known;
    }

    String apiVersion() {
      return apiVersion;
    }

    String time() {
      return time;
    }

    Entry without(FieldSet taken) {
      if (stored != null && !taken.overlapsStored(stored)) {
        return this;
      }
      FieldSet rest = set().difference(taken);
      return rest.equals(set()) ? this : new Entry(rest, apiVersion, time);
    }

    Entry at(String newTime) {
      return new Entry(set, apiVersion, newTime, stored);
    }

    boolean isEmpty() {
      return stored == null ? set().isEmpty() : stored.isEmpty();
    }

    JsonNode json() {
      return stored == null ? set().json() : stored;
    }
  }

  private record Line(Manager manager, Entry entry) {}

  private static final Comparator<Line> ORDER =
      Comparator.comparing((Line line) -> line.manager().applies() ? "Apply" : "Update")
          .thenComparing(line -> line.entry().time())
          .thenComparing(line -> line.manager().name())
          .thenComparing(line -> line.entry().apiVersion())
          .thenComparing(line -> line.manager().subresource());

  private final Map<Manager, Entry> entries = new LinkedHashMap<>();

  /** Nobody's. */
  static ManagedFields none() {
    return new ManagedFields();
  }

  /**
   * Opens an object's managedFields.
   *
   * @param object any object
   * @return who manages what; nobody when they are malformed
   */
  static ManagedFields of(JsonNode object) {
    return of(object, false);
  }

  /**
   * Opens a stored object's managedFields, which were written here.
   *
   * @param object as stored
   * @return who manages what; what doesn't change will be shared with the object
   */
  static ManagedFields ofStored(JsonNode object) {
    return of(object, true);
  }

  private static ManagedFields of(JsonNode object, boolean stored) {
    ManagedFields managed = new ManagedFields();
    for (JsonNode line : Json.items(Meta.of(object).path("managedFields"))) {
      boolean applies = line.path("operation").asText().equals("Apply");
      String apiVersion = line.path("apiVersion").asText();
      if (!line.path("fieldsType").asText().equals("FieldsV1")
          || apiVersion.isEmpty()
          || !(applies || line.path("operation").asText().equals("Update"))) {
        return none();
      }
      managed.entries.put(
          new Manager(
              line.path("manager").asText(),
              applies,
              applies ? "" : apiVersion,
              line.path("subresource").asText()),
          stored
              ? new Entry(null, apiVersion, line.path("time").asText(), line.path("fieldsV1"))
              : new Entry(
                  FieldSet.of(line.path("fieldsV1")), apiVersion, line.path("time").asText()));
    }
    return managed;
  }

  /** Writes them into an object, in place of those that are there. */
  void into(ObjectNode object) {
    ObjectNode metadata = Json.dig(object, "metadata");
    metadata.remove("managedFields");
    if (entries.isEmpty()) {
      return;
    }
    ArrayNode array = metadata.putArray("managedFields");
    List<Line> lines =
        entries.entrySet().stream()
            .map(each -> new Line(each.getKey(), each.getValue()))
            .sorted(ORDER)
            .toList();
    for (Line each : lines) {
      ObjectNode line =
          array
              .addObject()
              .put("manager", each.manager().name())
              .put("operation", each.manager().applies() ? "Apply" : "Update")
              .put("apiVersion", each.entry().apiVersion());
      if (!each.entry().time().isEmpty()) {
        line.put("time", each.entry().time());
      }
      line.put("fieldsType", "FieldsV1").set("fieldsV1", each.entry().json());
      if (!each.manager().subresource().isEmpty()) {
        line.put("subresource", each.manager().subresource());
      }
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  Map<Manager, Entry> entries() {
    return entries;
  }

  Optional<Entry> of(Manager manager) {
    return Optional.ofNullable(entries.get(manager));
  }

  /** All that anybody manages. */
  FieldSet all() {
    return entries.values().stream().map(Entry::set).reduce(new FieldSet(), FieldSet::union);
  }

  /** Takes fields away from all but one manager, and managers away that manage nothing. */
  void take(FieldSet taken, Manager butFrom) {
    entries.replaceAll((manager, entry) -> manager.equals(butFrom) ? entry : entry.without(taken));
    entries.values().removeIf(Entry::isEmpty);
  }
}

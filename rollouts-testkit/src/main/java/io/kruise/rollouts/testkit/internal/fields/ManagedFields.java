// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
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
    private final @Nullable JsonNode line;
    private final @Nullable JsonNode stored;
    private final String apiVersion;
    private final String time;
    private @Nullable FieldSet set;

    private Entry(@Nullable FieldSet set, String apiVersion, String time, @Nullable JsonNode line) {
      this.set = set;
      this.apiVersion = apiVersion;
      this.time = time;
      this.line = line;
      this.stored = line == null ? null : line.path("fieldsV1");
    }

    /** As it was stored. */
    private static Entry ofLine(JsonNode line) {
      return new Entry(null, line.path("apiVersion").asText(), line.path("time").asText(), line);
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
      if (newTime.equals(time)) {
        return this;
      }
      return line == null || time.isEmpty()
          ? new Entry(set(), apiVersion, newTime, null)
          : new Entry(set, apiVersion, newTime, Json.shallow(line).put("time", newTime));
    }

    boolean isEmpty() {
      return stored == null ? set().isEmpty() : stored.isEmpty();
    }

    boolean includes(FieldSet written) {
      return stored == null ? set().includes(written) : written.isWithinStored(stored);
    }

    boolean overlaps(FieldSet removed) {
      return stored == null ? set().overlaps(removed) : removed.overlapsStored(stored);
    }

    /** As it is stored, shared where it can be. */
    JsonNode line(Manager manager) {
      if (line != null) {
        return line;
      }
      ObjectNode written =
          Json.object()
              .put("manager", manager.name())
              .put("operation", manager.applies() ? "Apply" : "Update")
              .put("apiVersion", apiVersion);
      if (!time.isEmpty()) {
        written.put("time", time);
      }
      written.put("fieldsType", "FieldsV1").set("fieldsV1", set().json());
      if (!manager.subresource().isEmpty()) {
        written.put("subresource", manager.subresource());
      }
      return written;
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
  private List<Entry> opened = List.of();

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
              ? Entry.ofLine(line)
              : new Entry(
                  FieldSet.of(line.path("fieldsV1")), apiVersion, line.path("time").asText()));
    }
    managed.opened = List.copyOf(managed.entries.values());
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
    List<Line> lines = new ArrayList<>();
    entries.forEach((manager, entry) -> lines.add(new Line(manager, entry)));
    lines.sort(ORDER);
    lines.forEach(each -> array.add(each.entry().line(each.manager())));
  }

  /** Whether they are still what was opened. */
  @SuppressWarnings("ReferenceEquality")
  boolean isUnchanged() {
    Iterator<Entry> now = entries.values().iterator();
    for (Entry then : opened) {
      if (!now.hasNext() || now.next() != then) {
        return false;
      }
    }
    return !now.hasNext();
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

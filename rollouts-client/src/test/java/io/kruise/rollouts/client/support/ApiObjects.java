// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The stored objects, by path, and what happened to them. Confined to the server's thread. */
final class ApiObjects {

  /** A change, as a watch tells it. */
  record Event(long version, String type, String path, ObjectNode object) {
    String line() {
      return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }
  }

  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final List<Event> history = new ArrayList<>();
  private final Consumer<Event> watchers;
  private long version = 100;
  private long forgotten;

  ApiObjects(Consumer<Event> watchers) {
    this.watchers = watchers;
  }

  @Nullable ObjectNode get(String path) {
    ObjectNode found = objects.get(path);
    return found == null ? null : found.deepCopy();
  }

  List<ObjectNode> below(String folder) {
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(folder))
        .map(entry -> entry.getValue().deepCopy())
        .toList();
  }

  /** Stores a new version, unless nothing was changed. */
  void put(String path, ObjectNode object) {
    ObjectNode before = objects.get(path);
    if (before != null) {
      metadata(object).put("resourceVersion", metadata(before).path("resourceVersion").asText());
      if (object.equals(before)) {
        return;
      }
    }
    metadata(object).put("resourceVersion", String.valueOf(++version));
    objects.put(path, object);
    tell(before == null ? "ADDED" : "MODIFIED", path, object);
  }

  void delete(String path) {
    ObjectNode last = objects.remove(path);
    if (last != null) {
      metadata(last).put("resourceVersion", String.valueOf(++version));
      tell("DELETED", path, last);
    }
  }

  private void tell(String type, String path, ObjectNode object) {
    Event event = new Event(version, type, path, object.deepCopy());
    history.add(event);
    watchers.accept(event);
  }

  /** What happened after a version; null where that is forgotten. */
  @Nullable List<Event> since(long after) {
    return after < forgotten
        ? null
        : history.stream().filter(event -> event.version() > after).toList();
  }

  /** What a watch without a version begins with: of one object, or of a folder. */
  List<Event> present(String path) {
    return objects.entrySet().stream()
        .filter(
            entry ->
                path.endsWith("/") ? entry.getKey().startsWith(path) : entry.getKey().equals(path))
        .map(entry -> new Event(version, "ADDED", entry.getKey(), entry.getValue().deepCopy()))
        .toList();
  }

  long version() {
    return version;
  }

  void forgetHistory() {
    forgotten = version;
  }

  static ObjectNode metadata(ObjectNode object) {
    return object.withObjectProperty("metadata");
  }
}

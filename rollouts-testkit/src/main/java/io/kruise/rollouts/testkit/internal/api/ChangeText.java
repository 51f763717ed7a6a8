// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.util.HashMap;
import java.util.Map;

/** A write as the events of watches, each text made once however many watches it goes to. */
final class ChangeText {
  private record Key(Change.Type type, String apiVersion) {}

  private final Change change;
  private final Views views;
  private final Map<Key, String> texts = new HashMap<>();

  ChangeText(Change change, Views views) {
    this.change = change;
    this.views = views;
  }

  Change change() {
    return change;
  }

  /**
   * The object that an event shows.
   *
   * @param type what the write is for the watch
   * @return not to be changed
   */
  ObjectNode object(Change.Type type) {
    ObjectNode before = change.before();
    if (type != Change.Type.DELETED || change.type() == Change.Type.DELETED || before == null) {
      return change.after();
    }
    // out of the selection: as it was, with the revision of the write (upstream: the cacher)
    ObjectNode last = Json.object();
    last.setAll(before);
    ObjectNode metadata = last.putObject("metadata");
    metadata.setAll((ObjectNode) Meta.of(before));
    metadata.put("resourceVersion", Long.toString(change.revision()));
    return last;
  }

  /**
   * An event.
   *
   * @param type what the write is for the watch
   * @param served as which the object is served
   * @return JSON
   */
  String text(Change.Type type, ResourceType served) {
    return texts.computeIfAbsent(
        new Key(type, served.apiVersion()),
        key -> line(type.name(), views.one(served, object(type), Representation.Shape.OBJECT, "")));
  }

  /**
   * An event.
   *
   * @param type such as "ADDED"
   * @param object what it shows
   * @return JSON
   */
  static String line(String type, ObjectNode object) {
    ObjectNode event = Json.object().put("type", type);
    event.set("object", object);
    return Json.text(event);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Representation.Shape;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/** One open watch: which writes it tells of, and how. Called under the lock. */
final class Watch {
  private final ResourceType type;
  private final Selection selection;
  private final Shape shape;
  private final String include;
  private final boolean bookmarks;
  private final Views views;
  private final ObjectStore store;
  private final WatchSink sink;
  private long from;
  private boolean first = true;

  Watch(
      ResourceType type,
      Selection selection,
      Shape shape,
      String include,
      boolean bookmarks,
      Views views,
      ObjectStore store,
      WatchSink sink) {
    this.type = type;
    this.selection = selection;
    this.shape = shape;
    this.include = include;
    this.bookmarks = bookmarks;
    this.views = views;
    this.store = store;
    this.sink = sink;
  }

  /**
   * From where it tells.
   *
   * @param revision only of writes after it
   */
  void from(long revision) {
    from = revision;
  }

  /**
   * Tells of an object that was there before.
   *
   * @param object as stored
   */
  void existing(ObjectNode object) {
    if (selection.matches(object)) {
      tell("ADDED", object);
    }
  }

  /**
   * Tells of a write, if it is one of those: an object that begins to match is new, and one that
   * ceases to is gone.
   *
   * @param text the write
   */
  void offer(ChangeText text) {
    Change change = text.change();
    Change.Type seen = change.revision() > from ? seen(change) : null;
    if (seen == null) {
      return;
    }
    if (shape == Shape.OBJECT) {
      first = false;
      sink.event(text.text(seen, type));
    } else {
      tell(seen.name(), text.object(seen));
    }
  }

  private Change.@Nullable Type seen(Change change) {
    ObjectNode before = change.before();
    boolean matched = before != null && selection.matches(before);
    boolean matches = change.type() != Change.Type.DELETED && selection.matches(change.after());
    if (matches) {
      return matched ? Change.Type.MODIFIED : Change.Type.ADDED;
    }
    return matched ? Change.Type.DELETED : null;
  }

  private void tell(String event, ObjectNode object) {
    sink.event(ChangeText.line(event, views.event(type, object, shape, include, first)));
    first = false;
  }

  /**
   * Is over. What it was told of before, it still tells.
   *
   * @param ending how
   */
  void end(WatchEnding ending) {
    switch (ending) {
      case CLEAN -> sink.end();
      case BROKEN -> sink.broken();
      case EXPIRED -> {
        sink.event(Watches.error(Revisions.tooOld(from, store.forgotten() + 1)));
        sink.end();
      }
    }
  }

  /** Tells how far it is, if the client wants to know. */
  void bookmark() {
    if (bookmarks) {
      ObjectNode object =
          Json.object().put("kind", type.kind()).put("apiVersion", type.apiVersion());
      object.putObject("metadata").put("resourceVersion", Long.toString(store.revision()));
      tell("BOOKMARK", object);
    }
  }
}

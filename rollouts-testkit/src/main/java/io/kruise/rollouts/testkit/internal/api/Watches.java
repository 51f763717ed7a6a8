// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The watches that are open. Called under the lock. */
final class Watches {
  private record KindKey(String group, String kind) {}

  private final Object lock;
  private final ObjectStore store;
  private final Views views;
  private final Map<KindKey, Set<Watch>> open = new LinkedHashMap<>();

  Watches(Object lock, ObjectStore store, Views views) {
    this.lock = lock;
    this.store = store;
    this.views = views;
    store.listen(this::onChange);
  }

  private void onChange(Change change) {
    Set<Watch> concerned = open.get(new KindKey(change.ref().group(), change.ref().kind()));
    if (concerned == null) {
      return;
    }
    ChangeText text = new ChangeText(change, views);
    concerned.forEach(watch -> watch.offer(text));
  }

  /**
   * Opens a watch.
   *
   * @param route what is watched
   * @param request the request
   * @param shape what of the objects
   * @param sink where events go
   * @return the open watch
   * @throws ApiException 400, 500
   */
  Watching open(Route route, ApiRequest request, Representation.Shape shape, WatchSink sink) {
    Selection selection = Selection.of(route, request);
    String text = request.parameter("resourceVersion");
    long from;
    try {
      from = text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new ApiException(500, "", Revisions.malformed(text));
    }
    boolean initial = initialEvents(request, from);
    Watch watch =
        new Watch(
            route.type(),
            selection,
            shape,
            request.parameter("includeObject"),
            asks(request, "allowWatchBookmarks"),
            views,
            store,
            sink);
    if (initial) {
      store
          .list(route.type().group(), route.type().kind(), route.namespace())
          .forEach(watch::existing);
      if (asks(request, "sendInitialEvents")) {
        watch.initialEventsEnd();
      }
    } else if (from < store.forgotten()) {
      sink.event(error(Revisions.tooOld(from, store.forgotten() + 1)));
      sink.end();
      return closed();
    } else {
      replay(route.type(), watch, from);
    }
    watch.from(Math.max(from, store.revision()));
    KindKey key = new KindKey(route.type().group(), route.type().kind());
    open.computeIfAbsent(key, any -> new LinkedHashSet<>()).add(watch);
    return watching(key, watch, sink);
  }

  private void replay(ResourceType type, Watch watch, long from) {
    watch.from(from);
    for (Change change : store.changesAfter(from)) {
      ObjectRef ref = change.ref();
      if (ref.group().equals(type.group()) && ref.kind().equals(type.kind())) {
        watch.offer(new ChangeText(change, views));
      }
    }
  }

  /** Upstream: WatchList in pkg/storage/cacher, and ValidateListOptions. */
  private static boolean initialEvents(ApiRequest request, long from) {
    String asked = request.parameter("sendInitialEvents");
    String match = request.parameter("resourceVersionMatch");
    if (asked.isEmpty()) {
      if (!match.isEmpty()) {
        throw forbidden(
            "resourceVersionMatch",
            "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
      }
      return from == 0;
    }
    if (!match.equals("NotOlderThan")) {
      throw forbidden(
          "resourceVersionMatch",
          "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    return asks(request, "sendInitialEvents") || from == 0;
  }

  private static ApiException forbidden(String field, String why) {
    return ApiException.invalid(
        "meta.k8s.io",
        "ListOptions",
        "",
        List.of(new ApiException.Cause("FieldValueForbidden", "Forbidden: " + why, field)));
  }

  private static boolean asks(ApiRequest request, String parameter) {
    return QueryFlags.isSet(request.parameter(parameter));
  }

  private static String error(ApiException e) {
    ObjectNode event = Json.object().put("type", "ERROR");
    event.set("object", e.status());
    return event.toString();
  }

  private Watching watching(KindKey key, Watch watch, WatchSink sink) {
    return new Watching() {
      @Override
      public void bookmark() {
        synchronized (lock) {
          watch.bookmark();
        }
      }

      @Override
      public void close() {
        synchronized (lock) {
          Set<Watch> all = open.get(key);
          if (all != null && all.remove(watch)) {
            sink.end();
          }
        }
      }
    };
  }

  private static Watching closed() {
    return new Watching() {
      @Override
      public void bookmark() {}

      @Override
      public void close() {}
    };
  }
}

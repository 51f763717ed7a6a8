// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.util.ArrayList;
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
    checkOptions(request);
    Selection selection = Selection.of(route, request);
    String text = request.parameter("resourceVersion");
    long from;
    try {
      from = text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new ApiException(500, "", Revisions.malformed(text));
    }
    Watch watch =
        new Watch(
            route.type(),
            selection,
            shape,
            request.parameter("includeObject"),
            QueryFlags.isSet(request.parameter("allowWatchBookmarks")),
            views,
            store,
            sink);
    if (from == 0) {
      store
          .list(route.type().group(), route.type().kind(), route.namespace())
          .forEach(watch::existing);
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

  /**
   * Ends all that are open. Those that expire do so because what they would have to go on from is
   * compacted, as etcd does every five minutes.
   *
   * @param ending how
   * @return how many there were
   */
  int end(WatchEnding ending) {
    if (ending == WatchEnding.EXPIRED) {
      store.compact(store.revision());
    }
    List<Watch> ended = open.values().stream().flatMap(Set::stream).toList();
    open.clear();
    ended.forEach(watch -> watch.end(ending));
    return ended.size();
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

  /**
   * Source: apimachinery, pkg/apis/meta/internalversion/validation (ValidateListOptions).
   * Kubernetes 1.33 has the feature WatchList, which sends initial events, switched off.
   */
  private static void checkOptions(ApiRequest request) {
    String match = request.parameter("resourceVersionMatch");
    List<ApiException.Cause> causes = new ArrayList<>();
    if (request.parameter("sendInitialEvents").isEmpty()) {
      if (!match.isEmpty()) {
        causes.add(
            forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is"
                    + " provided"));
      }
    } else {
      if (!match.equals("NotOlderThan")) {
        causes.add(
            forbidden(
                "resourceVersionMatch",
                "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
      }
      causes.add(
          forbidden(
              "sendInitialEvents",
              "sendInitialEvents is forbidden for watch unless the WatchList feature gate is"
                  + " enabled"));
    }
    if (!causes.isEmpty()) {
      throw ApiException.invalid("meta.k8s.io", "ListOptions", "", causes);
    }
  }

  private static ApiException.Cause forbidden(String field, String why) {
    return new ApiException.Cause("FieldValueForbidden", "Forbidden: " + why, field);
  }

  /**
   * The event that ends a watch with an error.
   *
   * @param e the error
   * @return a line
   */
  static String error(ApiException e) {
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

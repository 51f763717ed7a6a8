// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import io.kruise.rollouts.testkit.internal.store.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The API server without its network: takes requests, gives answers. Thread-safe: all that touches
 * objects happens under the given lock; answers are written outside of it, as stored trees never
 * change.
 */
public final class ApiServer {
  private static final String NOT_FOUND = "404 page not found\n";

  private final Object lock;
  private final ResourceRegistry registry;
  private final ObjectStore store;
  private final Documents documents;
  private final Views views;
  private final Reads reads;
  private final Writes writes;
  private final Patches patches;
  private final Applies applies;
  private final PodRequests pods;
  private final Watches watches;

  /**
   * A server.
   *
   * @param lock the cluster's lock
   * @param registry the types that are served
   * @param store the objects
   * @param objects the rules of their life
   * @param schemas the rules of their form
   * @param documents what else is served
   * @param tables renders Tables
   */
  public ApiServer(
      Object lock,
      ResourceRegistry registry,
      ObjectStore store,
      ObjectService objects,
      SchemaRules schemas,
      Documents documents,
      TableRenderer tables) {
    this.lock = lock;
    this.registry = registry;
    this.store = store;
    this.documents = documents;
    views = new Views(tables);
    Decoding decoding = new Decoding(schemas);
    reads = new Reads(store, objects, views);
    writes = new Writes(objects, store, decoding);
    patches = new Patches(objects, schemas, decoding);
    applies = new Applies(objects, schemas);
    pods = new PodRequests(objects);
    watches = new Watches(lock, store, views);
  }

  /**
   * Whether a request wants a watch.
   *
   * @param request any request
   * @return whether it is for {@link #watch}, not for {@link #handle}
   */
  public static boolean isWatch(ApiRequest request) {
    return request.method().equals("GET")
        && QueryFlags.isSet(request.parameter("watch"))
        && ResourcePath.parse(request.path()).filter(path -> path.name().isEmpty()).isPresent();
  }

  /**
   * Answers a request.
   *
   * @param request not for a watch
   * @return the answer
   */
  public ApiAnswer handle(ApiRequest request) {
    List<String> warnings = new ArrayList<>();
    try {
      return Health.answer(request)
          .or(() -> Reviews.answer(request))
          .orElseGet(() -> answer(request, warnings));
    } catch (ApiException e) {
      return refusal(e, warnings);
    }
  }

  /**
   * Opens a watch.
   *
   * @param request for a watch
   * @param sink takes the events, from within this call on
   * @return the open watch
   * @throws ApiException when it is refused, before the sink was told anything
   */
  public Watching watch(ApiRequest request, WatchSink sink) {
    Representation representation = Representation.of(request.accept(), ";stream=watch");
    synchronized (lock) {
      Route route = Route.parse(request.path(), registry).orElseThrow(ApiServer::unknown);
      return watches.open(route, request, representation.shape(), sink);
    }
  }

  /**
   * Ends all open watches.
   *
   * @param ending how
   * @return how many there were
   */
  public int endWatches(WatchEnding ending) {
    synchronized (lock) {
      return watches.end(ending);
    }
  }

  /**
   * The answer that a refusal is.
   *
   * @param refusal why
   * @return a Status
   */
  public static ApiAnswer refusal(ApiException refusal) {
    return refusal(refusal, List.of());
  }

  /** Source of Retry-After: apiserver, responsewriters/writers.go, WriteObjectNegotiated. */
  private static ApiAnswer refusal(ApiException refusal, List<String> warnings) {
    ObjectNode status = refusal.status();
    return new ApiAnswer(
        refusal.code(),
        "application/json",
        status.toString(),
        warnings,
        status.path("details").path("retryAfterSeconds").asInt());
  }

  private ApiAnswer answer(ApiRequest request, List<String> warnings) {
    Writes.Written written;
    Representation representation;
    synchronized (lock) {
      Optional<Route> route =
          Route.parse(request.path(), registry)
              .filter(
                  found ->
                      !found.everywhere()
                          || request.method().equals("GET")
                          || !found.type().custom());
      if (route.isEmpty()) {
        return documents.answer(request).orElseGet(() -> nothingAt(request.path()));
      }
      if (PodRequests.isOne(request.method(), route.get())) {
        return store.as(source(request), () -> pods.answer(route.get(), request));
      }
      representation =
          Representation.of(request.accept(), route.get().collection() ? ";stream=watch" : "");
      Representation.Shape shape = representation.shape();
      written = store.as(source(request), () -> perform(route.get(), request, shape, warnings));
    }
    return Answers.of(written.code(), written.object(), representation, warnings);
  }

  private static Source source(ApiRequest request) {
    return new Source(
        Managers.of(request),
        new Source.Request(
            request.method(),
            request.path(),
            request.query(),
            request.contentType(),
            request.body(),
            request.userAgent()));
  }

  private Writes.Written perform(
      Route route, ApiRequest request, Representation.Shape shape, List<String> warnings) {
    Methods.check(request.method(), route);
    if (route.subresource().equals("scale")) {
      return scale(route, request, warnings);
    }
    boolean collection = route.collection();
    return switch (request.method()) {
      case "GET" ->
          new Writes.Written(
              200,
              collection ? reads.list(route, request, shape) : reads.get(route, request, shape));
      case "POST" -> shown(route, request, shape, writes.create(route, request, warnings::add));
      case "PUT" -> shown(route, request, shape, writes.replace(route, request, warnings::add));
      case "PATCH" ->
          shown(
              route,
              request,
              shape,
              Bodies.mediaType(request.contentType()).equals(Applies.MEDIA_TYPE)
                  ? applies.apply(route, request)
                  : patches.patch(route, request, warnings::add));
      default ->
          new Writes.Written(
              200,
              collection
                  ? views.many(
                      route.type(),
                      writes.deleteAll(route, request),
                      Json.object(),
                      shape,
                      request.parameter("includeObject"))
                  : writes.delete(route, request));
    };
  }

  private Writes.Written scale(Route route, ApiRequest request, List<String> warnings) {
    return switch (request.method()) {
      case "PUT" -> writes.scale(route, request);
      case "PATCH" -> patches.patch(route, request, warnings::add);
      default ->
          new Writes.Written(
              200, Scales.of(route.type(), reads.get(route, request, Representation.Shape.OBJECT)));
    };
  }

  private Writes.Written shown(
      Route route, ApiRequest request, Representation.Shape shape, Writes.Written written) {
    ObjectNode shown =
        views.one(route.type(), written.object(), shape, request.parameter("includeObject"));
    return new Writes.Written(written.code(), shown);
  }

  private ApiAnswer nothingAt(String path) {
    boolean builtIn =
        registry.all().stream()
            .anyMatch(
                type ->
                    !type.custom()
                        && path.startsWith(
                            (type.group().isEmpty() ? "/api/" : "/apis/")
                                + type.apiVersion()
                                + "/"));
    return builtIn
        ? refusal(unknown())
        : new ApiAnswer(404, "text/plain; charset=utf-8", NOT_FOUND, List.of());
  }

  private static ApiException unknown() {
    return ApiException.generic(
        404, "NotFound", "the server could not find the requested resource");
  }
}

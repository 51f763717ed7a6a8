// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * As much of an API server as the client talks to, over real HTTP on the loopback, with faults on
 * request. Answers are those of Kubernetes 1.33. All state lives on one thread; the public methods
 * may be called from everywhere and return when the change is made.
 *
 * <p>The controller is played by {@link ControllerMoves}: by default it acts on each approval as
 * soon as it is written; {@link #onNextApproval} has it do something else.
 */
public final class ScriptedApiServer implements AutoCloseable {

  /** What a request is about. */
  public enum Kind {
    GET,
    LIST,
    WATCH,
    PATCH_STATUS,
    PATCH_SPEC,
    WORKLOAD,
    DISCOVERY,
    OTHER
  }

  /** A line of the log. */
  public record Request(
      Kind kind, String method, String uri, boolean http2, String contentType, String body) {}

  private record Watch(String path, HttpServerResponse response) {}

  private static final String GROUP = "/apis/rollouts.kruise.io/v1beta1";

  /** The default of an API server. */
  private static final int STREAMS = 1_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Vertx VERTX =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(1)
              .setWorkerPoolSize(1)
              .setInternalBlockingPoolSize(1)
              .setUseDaemonThread(true)
              .setFileSystemOptions(
                  new FileSystemOptions()
                      .setFileCachingEnabled(false)
                      .setClassPathResolvingEnabled(false)));

  private final boolean http2;
  private final Context context = VERTX.getOrCreateContext();
  private final ApiObjects objects = new ApiObjects(this::tellWatches);
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final List<Request> log = new CopyOnWriteArrayList<>();
  private final List<Integer> approvals = new CopyOnWriteArrayList<>();
  private final Map<Kind, Deque<Fault>> nextFaults = new EnumMap<>(Kind.class);
  private final Map<Kind, Fault> standingFaults = new EnumMap<>(Kind.class);
  private final Deque<Consumer<ScriptedApiServer>> reactions = new ArrayDeque<>();
  private final AtomicInteger connections = new AtomicInteger();
  private boolean installed = true;
  private boolean approvedNow;
  private int port;
  private @Nullable HttpServer http;

  private ScriptedApiServer(boolean http2) {
    this.http2 = http2;
  }

  /** A server that speaks HTTP/1.1, or HTTP/2 as well, as API servers do over TLS. */
  public static ScriptedApiServer started(boolean http2) {
    ScriptedApiServer server = new ScriptedApiServer(http2);
    server.start();
    return server;
  }

  // ---- the process

  /** Listens, on the same port as before if there was one. */
  public void start() {
    Eventually.holds("a port to be free", this::listen);
  }

  /** The port is none that the system gives to connections, which could take it meanwhile. */
  private boolean listen() throws InterruptedException {
    int wanted = port > 0 ? port : ThreadLocalRandom.current().nextInt(20_000, 32_000);
    CompletableFuture<HttpServer> listening =
        VERTX
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setHttp2ClearTextEnabled(http2)
                    .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS)))
            .connectionHandler(connection -> connections.incrementAndGet())
            .requestHandler(request -> request.body().onSuccess(body -> arrived(request, body)))
            .listen(wanted)
            .toCompletionStage()
            .toCompletableFuture();
    try {
      http = listening.get();
      port = wanted;
      return true;
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** Cuts all connections, and refuses new ones. */
  public void stop() {
    HttpServer running = http;
    http = null;
    if (running != null) {
      Eventually.value(
          running.close().map(nothing -> true).toCompletionStage().toCompletableFuture());
    }
  }

  @Override
  public void close() {
    stop();
  }

  public String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  // ---- objects

  /** Creates or changes a Rollout, as it is; only its version is given by the server. */
  public void rollout(RolloutFixture fixture) {
    HasMetadata rollout = fixture.build();
    run(() -> objects.put(rolloutPath(rollout.getMetadata().getName()), json(rollout)));
  }

  /** Changes the Rollout that is there, in one write. */
  public void edit(Consumer<ObjectNode> change) {
    run(
        () -> {
          ObjectNode rollout = present();
          change.accept(rollout);
          objects.put(rolloutPath(RolloutFixture.NAME), rollout);
        });
  }

  public void deleteRollout() {
    run(() -> objects.delete(rolloutPath(RolloutFixture.NAME)));
  }

  public void workload(HasMetadata workload) {
    run(() -> objects.put(workloadPath(), json(workload)));
  }

  public void deleteWorkload() {
    run(() -> objects.delete(workloadPath()));
  }

  /** The Rollout as it is stored. */
  public JsonNode stored() {
    return call(this::present);
  }

  /** The CRDs are not there. */
  public void uninstall() {
    run(() -> installed = false);
  }

  /** No watch can begin with what is past now. */
  public void forgetHistory() {
    run(objects::forgetHistory);
  }

  // ---- scripts

  /** The next requests of this kind meet these faults, one each. */
  public void next(Kind kind, Fault... faults) {
    run(() -> nextFaults.computeIfAbsent(kind, k -> new ArrayDeque<>()).addAll(List.of(faults)));
  }

  public void next(Kind kind, int times, Fault fault) {
    for (int i = 0; i < times; i++) {
      next(kind, fault);
    }
  }

  /** All requests of this kind meet this fault, until {@link #heal}. */
  public void always(Kind kind, Fault fault) {
    run(() -> standingFaults.put(kind, fault));
  }

  public void heal() {
    run(
        () -> {
          nextFaults.clear();
          standingFaults.clear();
        });
  }

  /** What the controller does right after the next approval was written; by default it acts. */
  public void onNextApproval(Consumer<ScriptedApiServer> reaction) {
    run(() -> reactions.add(reaction));
  }

  /** Cuts the open watches in the middle of a chunk. */
  public void cutWatches() {
    forgetWatches(HttpServerResponse::reset);
  }

  /** Ends the open watches, as the API server does now and then. */
  public void endWatches() {
    forgetWatches(HttpServerResponse::end);
  }

  private void forgetWatches(Consumer<HttpServerResponse> how) {
    run(
        () -> {
          List<Watch> open = List.copyOf(watches);
          watches.clear();
          open.forEach(watch -> how.accept(watch.response()));
        });
  }

  // ---- what was seen

  public List<Request> log() {
    return List.copyOf(log);
  }

  public List<Request> log(Kind kind) {
    return log.stream().filter(request -> request.kind() == kind).toList();
  }

  public int count(Kind kind) {
    return log(kind).size();
  }

  /** Watches, and requests without an answer, that the client has not closed. */
  public int openWatches() {
    return watches.size();
  }

  /** How many connections were ever made to it. */
  public int connections() {
    return connections.get();
  }

  /** The steps that clients approved, in order: each write that took effect, by either method. */
  public List<Integer> approvals() {
    return List.copyOf(approvals);
  }

  // ---- requests

  private void arrived(HttpServerRequest request, Buffer body) {
    Kind kind = kind(request);
    log.add(
        new Request(
            kind,
            request.method().name(),
            request.uri(),
            request.version() == HttpVersion.HTTP_2,
            String.valueOf(request.getHeader("Content-Type")),
            body.toString()));
    Deque<Fault> faults = nextFaults.getOrDefault(kind, new ArrayDeque<>());
    Fault fault = faults.isEmpty() ? standingFaults.get(kind) : faults.poll();
    Runnable serve = () -> serve(kind, request, body);
    if (fault == null) {
      serve.run();
    } else if (fault instanceof Fault.Answer answer) {
      refuse(request, answer.code(), "scripted", null);
    } else if (fault instanceof Fault.Page page) {
      request
          .response()
          .setStatusCode(page.code())
          .putHeader("Content-Type", "text/html")
          .end("<html>scripted</html>");
    } else if (fault instanceof Fault.Cut cut) {
      if (cut.afterwards()) {
        handle(kind, request, body);
        react();
      }
      cut(request);
    } else if (fault instanceof Fault.First first) {
      first.other().run();
      serve.run();
    } else if (fault instanceof Fault.Hold hold) {
      hold.arrived().complete(() -> run(serve));
    } else if (fault instanceof Fault.Mute) {
      openWatch(request, "mute");
    } else if (fault instanceof Fault.Hang) {
      remember(new Watch("hanging", request.response()));
    } else if (fault instanceof Fault.Line line) {
      request.response().setChunked(true).write(line.text());
      request.response().end();
    }
  }

  private static void cut(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }

  private static Kind kind(HttpServerRequest request) {
    String path = request.path();
    boolean patch = request.method().equals(HttpMethod.PATCH);
    if (path.equals(GROUP)) {
      return Kind.DISCOVERY;
    }
    if (path.startsWith(GROUP) && path.endsWith("/rollouts")) {
      return "true".equals(request.getParam("watch")) ? Kind.WATCH : Kind.LIST;
    }
    if (path.startsWith(GROUP)) {
      Kind patched = path.endsWith("/status") ? Kind.PATCH_STATUS : Kind.PATCH_SPEC;
      return patch ? patched : Kind.GET;
    }
    return path.contains("/namespaces/") ? Kind.WORKLOAD : Kind.OTHER;
  }

  private void serve(Kind kind, HttpServerRequest request, Buffer body) {
    handle(kind, request, body).run();
    react();
  }

  /** Does what is asked; the answer is given when the result is run. */
  private Runnable handle(Kind kind, HttpServerRequest request, Buffer body) {
    if (kind == Kind.OTHER || (!installed && request.path().startsWith(GROUP))) {
      return () ->
          request
              .response()
              .setStatusCode(404)
              .putHeader("Content-Type", "text/plain; charset=utf-8")
              .end("404 page not found\n");
    }
    return switch (kind) {
      case GET, WORKLOAD -> () -> answerObject(request, request.path());
      case PATCH_STATUS, PATCH_SPEC -> patch(kind, request, body);
      case WATCH -> () -> watch(request);
      case LIST -> () -> list(request);
      default -> () -> answer(request, 200, resources());
    };
  }

  private static ObjectNode resources() {
    ObjectNode list =
        JSON.createObjectNode()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", "rollouts.kruise.io/v1beta1");
    list.putArray("resources").addObject().put("name", "rollouts").put("kind", "Rollout");
    return list;
  }

  private void answerObject(HttpServerRequest request, String path) {
    ObjectNode found = objects.get(path);
    if (found == null) {
      refuse(request, 404, "not found", path.substring(path.lastIndexOf('/') + 1));
    } else {
      answer(request, 200, found);
    }
  }

  private Runnable patch(Kind kind, HttpServerRequest request, Buffer body) {
    if (!"application/json-patch+json".equals(request.getHeader("Content-Type"))) {
      return () -> refuse(request, 415, "unsupported media type", null);
    }
    String path = request.path().replaceFirst("/status$", "");
    ObjectNode before = objects.get(path);
    if (before == null) {
      return () -> answerObject(request, path);
    }
    try {
      ObjectNode patched =
          (ObjectNode) JsonPatch.apply(JSON.readTree(body.toString()), before.deepCopy());
      ObjectNode after = kind == Kind.PATCH_STATUS ? before.deepCopy() : patched;
      after.set("status", (kind == Kind.PATCH_STATUS ? patched : before).path("status"));
      if (!after.path("spec").equals(before.path("spec"))) {
        long generation = before.path("metadata").path("generation").asLong();
        ApiObjects.metadata(after).put("generation", generation + 1);
      }
      int step = ControllerMoves.approvedStep(before, after);
      objects.put(path, after);
      if (step > 0) {
        approvals.add(step);
        approvedNow = true;
      }
      return () -> answerObject(request, path);
    } catch (JsonPatchException e) {
      return () ->
          refuse(
              request, 422, "the server rejected our request due to an error in our request", "");
    } catch (JsonProcessingException e) {
      return () -> refuse(request, 400, "malformed", null);
    }
  }

  private void react() {
    if (approvedNow) {
      approvedNow = false;
      Consumer<ScriptedApiServer> reaction = reactions.poll();
      (reaction == null ? ControllerMoves.MOVES_ON : reaction).accept(this);
    }
  }

  private void list(HttpServerRequest request) {
    ObjectNode list =
        JSON.createObjectNode()
            .put("kind", "RolloutList")
            .put("apiVersion", "rollouts.kruise.io/v1beta1");
    list.putObject("metadata").put("resourceVersion", String.valueOf(objects.version()));
    list.putArray("items").addAll(objects.below(folder(request)));
    answer(request, 200, list);
  }

  private void watch(HttpServerRequest request) {
    String selector = request.getParam("fieldSelector");
    String name = selector == null ? "" : selector.replace("metadata.name=", "");
    Watch watch = openWatch(request, folder(request) + name);
    String from = request.getParam("resourceVersion");
    List<ApiObjects.Event> missed =
        from == null ? objects.present(watch.path()) : objects.since(Long.parseLong(from));
    if (missed == null) {
      watches.remove(watch);
      watch.response().write(((Fault.Line) Fault.expired()).text());
      watch.response().end();
    } else {
      missed.forEach(event -> tell(watch, event));
    }
  }

  /** Where the objects are of which a request to the collection speaks. */
  private static String folder(HttpServerRequest request) {
    boolean everywhere = request.path().equals(GROUP + "/rollouts");
    return everywhere ? GROUP + "/namespaces/" : request.path() + "/";
  }

  private Watch openWatch(HttpServerRequest request, String path) {
    HttpServerResponse response = request.response();
    Watch watch = new Watch(path, response);
    remember(watch);
    response.setChunked(true).putHeader("Content-Type", "application/json").write(Buffer.buffer());
    return watch;
  }

  private void remember(Watch watch) {
    watch.response().closeHandler(nothing -> watches.remove(watch));
    watch.response().exceptionHandler(failure -> watches.remove(watch));
    watches.add(watch);
  }

  private void tellWatches(ApiObjects.Event event) {
    watches.forEach(watch -> tell(watch, event));
  }

  private static void tell(Watch watch, ApiObjects.Event event) {
    boolean isFolder = watch.path().endsWith("/");
    if (isFolder ? event.path().startsWith(watch.path()) : watch.path().equals(event.path())) {
      watch.response().write(event.line());
    }
  }

  private static void answer(HttpServerRequest request, int code, ObjectNode body) {
    request
        .response()
        .setStatusCode(code)
        .putHeader("Content-Type", "application/json")
        .end(body.toString());
  }

  /** A Status; it has details where there is a name, and they hold it unless it is empty. */
  private static void refuse(
      HttpServerRequest request, int code, String message, @Nullable String name) {
    ObjectNode status =
        JSON.createObjectNode()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("status", "Failure")
            .put("message", message)
            .put("reason", reason(code))
            .put("code", code);
    status.putObject("metadata");
    if (name != null) {
      ObjectNode details = status.putObject("details");
      if (!name.isEmpty()) {
        details.put("name", name);
      }
    }
    answer(request, code, status);
  }

  private static String reason(int code) {
    return switch (code) {
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 409 -> "Conflict";
      case 410 -> "Expired";
      case 415 -> "UnsupportedMediaType";
      case 422 -> "Invalid";
      case 429 -> "TooManyRequests";
      case 503 -> "ServiceUnavailable";
      default -> "InternalError";
    };
  }

  // ---- the server's thread

  private ObjectNode present() {
    ObjectNode rollout = objects.get(rolloutPath(RolloutFixture.NAME));
    if (rollout == null) {
      throw new IllegalStateException("there is no Rollout to change");
    }
    return rollout;
  }

  private static String rolloutPath(String name) {
    return GROUP + "/namespaces/" + RolloutFixture.NAMESPACE + "/rollouts/" + name;
  }

  private static String workloadPath() {
    return "/apis/apps/v1/namespaces/"
        + RolloutFixture.NAMESPACE
        + "/deployments/"
        + RolloutFixture.WORKLOAD;
  }

  private static ObjectNode json(HasMetadata object) {
    try {
      return (ObjectNode) JSON.readTree(Serialization.asJson(object));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + object, e);
    }
  }

  private void run(Runnable change) {
    call(
        () -> {
          change.run();
          return true;
        });
  }

  private <T> T call(Supplier<T> change) {
    Context current = Vertx.currentContext();
    if (current != null && current.owner().equals(VERTX)) {
      return change.get();
    }
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(
        nothing -> {
          try {
            done.complete(change.get());
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        });
    return Eventually.value(done);
  }
}

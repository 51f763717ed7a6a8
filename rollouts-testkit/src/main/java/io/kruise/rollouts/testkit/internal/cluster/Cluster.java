// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.api.DeleteOptions;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.api.WriteOptions;
import io.kruise.rollouts.testkit.internal.crd.DefinedTypes;
import io.kruise.rollouts.testkit.internal.engine.ControlLoop;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Effect;
import io.kruise.rollouts.testkit.internal.engine.History;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import io.kruise.rollouts.testkit.internal.store.Source;
import io.kruise.rollouts.testkit.internal.time.Driven;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Store, API rules and controllers of one cluster, put together. All of it happens under one lock,
 * the monitor of this object; every public method takes it. The time comes from outside.
 */
public final class Cluster implements Driven {
  private static final Duration REACTION = Duration.ofMillis(5);

  private final ObjectStore store = new ObjectStore();
  private final ResourceRegistry registry;
  private final SchemaRules schemas;
  private final ObjectService objects;
  private final ControlLoop loop;
  private final Supplier<Instant> clock;
  private long events;

  /**
   * A cluster without objects, whose controllers react within milliseconds.
   *
   * @param registry the types that are served
   * @param schemas what schemas do
   * @param admissions asked about each write, in order
   * @param controllers the control loops
   * @param clock the cluster's time
   * @param woken called after each write, under the lock: there may be something to run
   */
  public Cluster(
      ResourceRegistry registry,
      SchemaRules schemas,
      List<Admission> admissions,
      List<Controller> controllers,
      Supplier<Instant> clock,
      Runnable woken) {
    this(registry, schemas, admissions, controllers, clock, woken, REACTION);
  }

  /**
   * A cluster without objects.
   *
   * @param registry the types that are served
   * @param schemas what schemas do
   * @param admissions asked about each write, in order
   * @param controllers the control loops
   * @param clock the cluster's time
   * @param woken called after each write, under the lock: there may be something to run
   * @param reaction how long a controller takes to react to a change
   */
  public Cluster(
      ResourceRegistry registry,
      SchemaRules schemas,
      List<Admission> admissions,
      List<Controller> controllers,
      Supplier<Instant> clock,
      Runnable woken,
      Duration reaction) {
    this.registry = registry;
    this.schemas = schemas;
    this.clock = clock;
    objects = new ObjectService(store, schemas, admissions, clock);
    loop =
        new ControlLoop(
            controllers,
            objects,
            (source, effect, now) ->
                store.as(
                    Source.controller(source),
                    () -> {
                      carryOut(source, effect, now);
                      return effect;
                    }),
            new History(),
            reaction);
    store.listen(new DefinedTypes(registry));
    store.listen(
        change -> {
          loop.onChange(change, clock.get());
          woken.run();
        });
  }

  /**
   * The API rules. Call them under this object's monitor only.
   *
   * @return the service
   */
  public ObjectService objects() {
    return objects;
  }

  /**
   * The store. Call it under this object's monitor only.
   *
   * @return the store
   */
  public ObjectStore store() {
    return store;
  }

  /**
   * What schemas do.
   *
   * @return the rules
   */
  public SchemaRules schemas() {
    return schemas;
  }

  /**
   * The cluster's time.
   *
   * @return now
   */
  public Instant now() {
    return clock.get();
  }

  /**
   * The types that are served. Call it under this object's monitor only.
   *
   * @return the registry
   */
  public ResourceRegistry registry() {
    return registry;
  }

  @Override
  public synchronized Optional<Instant> nextDue() {
    return loop.nextDue();
  }

  @Override
  public synchronized boolean runNext() {
    return loop.runNext(clock.get());
  }

  /**
   * The process with some of the controllers ends, and starts again later.
   *
   * @param whose the process's controllers
   * @param start when it starts again
   */
  public synchronized void restart(Predicate<? super Controller> whose, Instant start) {
    loop.restart(whose, start);
  }

  /**
   * All of it at this moment.
   *
   * @return for {@link #restore}
   */
  public synchronized Snapshot snapshot() {
    return new Snapshot(store.snapshot(), loop.snapshot(), events);
  }

  /**
   * Becomes what a cluster was. Watches that are open hear nothing of it.
   *
   * @param then of this cluster, or of another one with the same controllers and types
   */
  public synchronized void restore(Snapshot then) {
    store.restore(then.store());
    loop.restore(then.loop());
    events = then.events();
  }

  /**
   * A cluster at a moment. Immutable.
   *
   * @param store its objects
   * @param loop what its controllers have to do
   * @param events how many Events were told
   */
  public record Snapshot(ObjectStore.Snapshot store, ControlLoop.Snapshot loop, long events) {}

  /**
   * What runs the controllers. Call it under this object's monitor only.
   *
   * @return the loop
   */
  public ControlLoop loop() {
    return loop;
  }

  private void carryOut(String source, Effect effect, Instant now) {
    try {
      if (effect instanceof Effect.Create create) {
        objects.create(
            type(ObjectRef.of(create.object())),
            Meta.namespace(create.object()),
            create.object(),
            WriteOptions.by(source));
      } else if (effect instanceof Effect.MergePatch patch) {
        merge(source, patch.ref(), "", patch.patch());
      } else if (effect instanceof Effect.Bind bind) {
        ObjectNode patch = Json.object();
        patch.putObject("spec").put("nodeName", bind.node());
        merge(source, bind.ref(), "binding", patch);
      } else if (effect instanceof Effect.MergeStatus patch) {
        mergeStatus(source, patch);
      } else if (effect instanceof Effect.ReplaceStatus replace) {
        status(source, replace.ref(), before -> replace.status().deepCopy());
      } else if (effect instanceof Effect.Delete delete) {
        if (objects.get(delete.ref()).isPresent()) {
          objects.delete(
              type(delete.ref()),
              delete.ref().namespace(),
              delete.ref().name(),
              delete.foreground() ? DeleteOptions.FOREGROUND : DeleteOptions.NOW);
        }
      } else if (effect instanceof Effect.Emit emit) {
        objects.create(
            type(new ObjectRef("", "Event", "", "")),
            Meta.namespace(emit.involved()),
            event(source, emit, now),
            WriteOptions.by(source));
      }
    } catch (ApiException e) {
      throw new ControlLoop.RefusedException(e.getMessage());
    }
  }

  private void merge(String source, ObjectRef ref, String subresource, ObjectNode patch) {
    objects.merge(
        type(ref), ref.namespace(), ref.name(), subresource, patch, WriteOptions.by(source));
  }

  /** Kubernetes' own types let annotations be changed through the status as well. */
  private void mergeStatus(String source, Effect.MergeStatus effect) {
    ObjectNode patch = effect.patch();
    if (patch.size() == 1 && patch.has("status")) {
      status(source, effect.ref(), before -> Json.mergePatch(before, patch.path("status")));
    } else {
      merge(source, effect.ref(), "status", patch);
    }
  }

  private void status(String source, ObjectRef ref, UnaryOperator<JsonNode> change) {
    objects.updateStatus(type(ref), ref.namespace(), ref.name(), change, WriteOptions.by(source));
  }

  private ResourceType type(ObjectRef ref) {
    return registry
        .ofKind(ref.group(), ref.kind())
        .orElseThrow(
            () -> new ApiException(404, "NotFound", "the server does not serve " + ref.kind()));
  }

  private ObjectNode event(String source, Effect.Emit emit, Instant now) {
    ObjectNode involved = emit.involved();
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("metadata")
        .put("name", Meta.name(involved) + "." + Long.toHexString(++events))
        .put("namespace", Meta.namespace(involved));
    event
        .putObject("involvedObject")
        .put("apiVersion", involved.path("apiVersion").asText())
        .put("kind", involved.path("kind").asText())
        .put("namespace", Meta.namespace(involved))
        .put("name", Meta.name(involved))
        .put("uid", Meta.uid(involved))
        .put("resourceVersion", Meta.of(involved).path("resourceVersion").asText());
    event.put("reason", emit.reason()).put("message", emit.message()).put("type", emit.type());
    event.putObject("source").put("component", source);
    return event
        .put("firstTimestamp", time)
        .put("lastTimestamp", time)
        .put("count", 1)
        .put("reportingComponent", source);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.TrafficRoutingRef;
import io.kruise.rollouts.testkit.internal.engine.Effect;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Objects, a clock and a Rollout's traffic manager. Objects are JSON with single quotes. */
final class Bench implements World {
  static final ObjectRef SERVICE = new ObjectRef("", "Service", "ns", "echo");
  static final ObjectRef CANARY_SERVICE = new ObjectRef("", "Service", "ns", "echo-canary");
  static final ObjectRef INGRESS = new ObjectRef("networking.k8s.io", "Ingress", "ns", "echo");
  static final ObjectRef CANARY_INGRESS =
      new ObjectRef("networking.k8s.io", "Ingress", "ns", "echo-canary");

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ObjectStore store = new ObjectStore();
  private final Map<String, Instant> memory = new HashMap<>();
  private Instant now = START;

  private ObjectNode owner =
      tree(
          "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'Rollout',"
              + "'metadata':{'name':'r','namespace':'ns','uid':'r-uid'}}");
  private String routing = "{'service':'echo','gracePeriodSeconds':1,'ingress':{'name':'echo'}}";
  private String canaryStep = "{'traffic':'20%'}";
  private String stableRevision = "old";
  private String canaryRevision = "new";
  private boolean disableGenerateCanaryService;
  private @Nullable Instant lastUpdateTime;

  static ObjectNode tree(String text) {
    try {
      return (ObjectNode) Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static List<JsonNode> list(String text) {
    return Json.items(tree("{'list':" + text + "}").path("list"));
  }

  /** A Service and an Ingress before it. */
  static Bench withIngress() {
    return new Bench()
        .put(
            "{'apiVersion':'v1','kind':'Service','metadata':"
                + "{'name':'echo','namespace':'ns','uid':'s-uid'},"
                + "'spec':{'selector':{'app':'demo'},'ports':[{'port':80}]}}")
        .put(
            "{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':"
                + "{'name':'echo','namespace':'ns','annotations':{'a':'b'}},'spec':{'rules':"
                + "[{'host':'example.org','http':{'paths':[{'path':'/','pathType':'Prefix',"
                + "'backend':{'service':{'name':'echo','port':{'number':80}}}}]}}]}}");
  }

  Bench put(String object) {
    store.put(tree(object));
    return this;
  }

  Bench remove(ObjectRef ref) {
    store.remove(ref);
    return this;
  }

  Bench routing(String text) {
    routing = text;
    return this;
  }

  Bench step(String text) {
    canaryStep = text;
    return this;
  }

  Bench owner(String text) {
    owner = tree(text);
    return this;
  }

  Bench revisions(String stable, String canary) {
    stableRevision = stable;
    canaryRevision = canary;
    return this;
  }

  Bench withoutCanaryService() {
    disableGenerateCanaryService = true;
    return this;
  }

  Bench updatedNow() {
    lastUpdateTime = now;
    return this;
  }

  Bench pass(double seconds) {
    now = now.plus(Duration.ofMillis(Math.round(seconds * 1000)));
    return this;
  }

  Instant now() {
    return now;
  }

  /** One call; its writes are carried out. */
  TrafficResult call(TrafficManager.Verb verb) {
    Step.Builder step = Step.builder();
    TrafficContext context =
        new TrafficContext(
            "Rollout(ns/r)",
            "ns",
            routing.isEmpty()
                ? List.of()
                : List.of(Json.to(tree(routing), TrafficRoutingRef.class)),
            Json.to(tree(canaryStep), CanaryStep.class),
            owner,
            "hash",
            stableRevision,
            canaryRevision,
            lastUpdateTime,
            disableGenerateCanaryService);
    TrafficResult result = new NetworkTrafficManager().apply(verb, context, this, now, step);
    carryOut(step.build());
    result.lastUpdateTime().ifPresent(time -> lastUpdateTime = time);
    return result;
  }

  void carryOut(Step step) {
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Create create) {
        if (get(ObjectRef.of(create.object())).isPresent()) {
          throw new IllegalStateException("exists already: " + create.object());
        }
        store.put(create.object().deepCopy());
      } else if (effect instanceof Effect.MergePatch patch) {
        store.put((ObjectNode) Json.mergePatch(object(patch.ref()), patch.patch()));
      } else if (effect instanceof Effect.ReplaceStatus status) {
        ObjectNode after = object(status.ref()).deepCopy();
        after.set("status", status.status());
        store.put(after);
      } else if (effect instanceof Effect.Delete delete) {
        store.remove(delete.ref());
      } else if (effect instanceof Effect.Remember note) {
        note.when()
            .ifPresentOrElse(
                when -> memory.put(note.what(), when), () -> memory.remove(note.what()));
      } else {
        throw new IllegalStateException("unexpected " + effect);
      }
    }
  }

  ObjectNode object(ObjectRef ref) {
    return get(ref).orElseThrow(() -> new IllegalStateException("no " + ref));
  }

  boolean has(ObjectRef ref) {
    return get(ref).isPresent();
  }

  long revision() {
    return store.revision();
  }

  int notes() {
    return memory.size();
  }

  @Override
  public Optional<ObjectNode> get(ObjectRef ref) {
    return store.get(ref);
  }

  @Override
  public List<ObjectNode> list(String group, String kind, String namespace) {
    return store.list(group, kind, namespace);
  }

  @Override
  public List<ObjectNode> inNamespace(String namespace) {
    return store.inNamespace(namespace);
  }

  @Override
  public List<ObjectNode> dependents(String uid) {
    return store.dependents(uid);
  }

  @Override
  public List<ObjectNode> uncontrolled(String group, String kind, String namespace) {
    return store.uncontrolled(group, kind, namespace);
  }

  @Override
  public Optional<Instant> remembered(String what) {
    return Optional.ofNullable(memory.get(what));
  }
}

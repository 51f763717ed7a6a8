// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager;
import io.kruise.rollouts.testkit.internal.traffic.TrafficResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A cluster of the Rollout controller alone: a workload whose specs are observed at once, batches
 * that are ready at once, and what a Rollout's status went through.
 */
final class Bench {
  static final String NAMESPACE = "ns";
  static final ObjectRef ROLLOUT =
      new ObjectRef("rollouts.kruise.io", "Rollout", NAMESPACE, "rollouts-demo");
  static final ObjectRef BATCH_RELEASE =
      new ObjectRef("rollouts.kruise.io", "BatchRelease", NAMESPACE, "rollouts-demo");
  static final Instant START = Instant.parse("2026-01-01T00:00:00.250Z");

  private static final List<ResourceType> TYPES =
      List.of(
          type("rollouts.kruise.io", "v1beta1", "Rollout", true),
          type("rollouts.kruise.io", "v1beta1", "BatchRelease", true),
          type("rollouts.kruise.io", "v1alpha1", "TrafficRouting", true),
          type("apps", "v1", "Deployment", true),
          type("apps", "v1", "StatefulSet", true),
          type("apps", "v1", "ReplicaSet", true),
          type("apps.kruise.io", "v1alpha1", "CloneSet", true),
          type("apps.kruise.io", "v1alpha1", "DaemonSet", true),
          type("", "v1", "Event", false));

  private final VirtualTime time = new VirtualTime(START);
  private final InstantBatches batches;
  private final Cluster cluster;
  private final Path blocks = new Path();
  private final Path messages = new Path();
  private final Path ids = new Path();
  private final Path tops = new Path();
  private final Path stateMessages = new Path();
  private final Path terminating = new Path();
  private final Map<String, Instant> times = new HashMap<>();
  private final ObjectRef workload;

  private Bench(ObjectRef workload, int replicas, TrafficManager traffic) {
    this.workload = workload;
    batches = new InstantBatches(replicas);
    ResourceRegistry registry = new ResourceRegistry();
    TYPES.forEach(registry::register);
    cluster =
        new Cluster(
            registry,
            SchemaRules.NONE,
            List.of(),
            List.of(new RolloutController(traffic), new InstantWorkloads(), batches),
            time::now,
            time::woken);
    time.drive(cluster);
    cluster.store().listen(this::note);
  }

  /** With a Deployment of some pods at v1 and without traffic routing. */
  static Bench ofDeployment(int replicas) {
    return ofDeployment(replicas, (verb, context, world, now, step) -> TrafficResult.DONE);
  }

  static Bench ofDeployment(int replicas, TrafficManager traffic) {
    Bench bench =
        new Bench(
            new ObjectRef("apps", "Deployment", NAMESPACE, "workload-demo"), replicas, traffic);
    bench.createWorkload("apps/v1", replicas);
    bench.replicaSet("v1", replicas);
    return bench;
  }

  /** With a workload of another kind, which tells its revisions in its status. */
  static Bench of(String apiVersion, String kind, int replicas) {
    Bench bench =
        new Bench(
            new ObjectRef(ObjectRef.groupOf(apiVersion), kind, NAMESPACE, "workload-demo"),
            replicas,
            (verb, context, world, now, step) -> TrafficResult.DONE);
    bench.createWorkload(apiVersion, replicas);
    return bench;
  }

  private static ResourceType type(String group, String version, String kind, boolean status) {
    return new ResourceType(
        group,
        version,
        kind,
        kind.toLowerCase(java.util.Locale.ROOT) + "s",
        kind.toLowerCase(java.util.Locale.ROOT),
        List.of(),
        List.of(),
        true,
        status,
        false,
        true,
        null,
        List.of());
  }

  private void createWorkload(String apiVersion, int replicas) {
    ObjectNode object =
        json("{'apiVersion':'" + apiVersion + "','kind':'" + workload.kind() + "'}");
    Json.dig(object, "metadata").put("name", workload.name());
    Json.dig(object, "spec").put("replicas", replicas).set("template", template("v1"));
    create(object);
  }

  static ObjectNode template(String version) {
    return json(
        "{'metadata':{'labels':{'app':'demo'}},'spec':{'containers':[{'name':'main','image':'"
            + version
            + "'}]}}");
  }

  /** A ReplicaSet as the Deployment's controller makes it. */
  void replicaSet(String version, int replicas) {
    ObjectNode template = template(version);
    Json.dig(template, "metadata", "labels").put(TemplateHash.LABEL, "hash-" + version);
    ObjectNode object = json("{'apiVersion':'apps/v1','kind':'ReplicaSet'}");
    ObjectNode metadata = Json.dig(object, "metadata").put("name", "workload-demo-" + version);
    metadata.putArray("ownerReferences").add(Meta.controllerReference(workload()));
    Json.dig(object, "metadata", "labels").put(TemplateHash.LABEL, "hash-" + version);
    Json.dig(object, "spec").put("replicas", replicas).set("template", template);
    create(object);
  }

  /** The Rollout, with a strategy. */
  void rollout(String strategy) {
    ObjectNode object =
        json("{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'Rollout','spec':{}}");
    Json.dig(object, "metadata").put("name", ROLLOUT.name());
    Json.dig(object, "spec", "workloadRef")
        .put("apiVersion", workload().path("apiVersion").asText())
        .put("kind", workload.kind())
        .put("name", workload.name());
    Json.dig(object, "spec").set("strategy", json(strategy));
    create(object);
  }

  /** The next version: template, pods and the webhook's marks. */
  void release(String version, String stable) {
    if (version.equals(stable)) {
      patch(
          workload, "", workload -> Json.dig(workload, "spec").set("template", template(version)));
      return;
    }
    if (workload.kind().equals("Deployment")) {
      replicaSet(version, 1);
    }
    patch(
        workload,
        "",
        object -> {
          Json.dig(object, "spec").set("template", template(version));
          Json.dig(object, "metadata", "annotations")
              .put("rollouts.kruise.io/in-progressing", "{\"rolloutName\":\"rollouts-demo\"}");
          Json.dig(object, "metadata", "labels")
              .put("rollouts.kruise.io/stable-revision", "hash-" + stable);
        });
  }

  /** Batches stay in Upgrading from now on. */
  void hold() {
    batches.hold();
  }

  /** A release of v2 that has come to its first pause; what it went through is forgotten. */
  Bench releasing(String strategy) {
    rollout(strategy);
    run();
    release("v2", "v1");
    run();
    blocks();
    messages();
    return this;
  }

  void approve() {
    writeStatus(sub -> sub.put("currentStepState", "StepReady"));
  }

  /** Writes the sub-status as a client does. */
  void writeStatus(Consumer<ObjectNode> change) {
    patch(
        ROLLOUT,
        "status",
        rollout -> {
          String field =
              rollout.path("status").has("canaryStatus") ? "canaryStatus" : "blueGreenStatus";
          change.accept(Json.dig(rollout, "status", field));
        });
  }

  void patch(ObjectRef ref, String subresource, Consumer<ObjectNode> change) {
    synchronized (cluster) {
      cluster
          .objects()
          .update(
              cluster.registry().ofKind(ref.group(), ref.kind()).orElseThrow(),
              ref.namespace(),
              ref.name(),
              subresource,
              object -> {
                change.accept(object);
                return object;
              },
              false);
    }
  }

  void patchRollout(Consumer<ObjectNode> change) {
    patch(ROLLOUT, "", change);
  }

  void patchWorkload(Consumer<ObjectNode> change) {
    patch(workload, "", change);
  }

  void workloadStatus(String status) {
    patch(workload, "status", object -> Json.dig(object, "status").setAll(json(status)));
  }

  void delete(ObjectRef ref) {
    synchronized (cluster) {
      cluster
          .objects()
          .delete(
              cluster.registry().ofKind(ref.group(), ref.kind()).orElseThrow(),
              ref.namespace(),
              ref.name());
    }
  }

  void create(ObjectNode object) {
    synchronized (cluster) {
      ObjectRef ref = ObjectRef.of(object);
      cluster
          .objects()
          .create(
              cluster.registry().ofKind(ref.group(), ref.kind()).orElseThrow(),
              NAMESPACE,
              object,
              false);
    }
  }

  /** Lets time pass. */
  Bench run() {
    return run(20);
  }

  Bench run(int seconds) {
    time.advance(Duration.ofSeconds(seconds));
    return this;
  }

  ObjectNode rollout() {
    return get(ROLLOUT);
  }

  JsonNode status() {
    return rollout().path("status");
  }

  ObjectNode workload() {
    return get(workload);
  }

  ObjectNode get(ObjectRef ref) {
    synchronized (cluster) {
      return cluster.objects().get(ref).orElseThrow();
    }
  }

  boolean has(ObjectRef ref) {
    synchronized (cluster) {
      return cluster.objects().get(ref).isPresent();
    }
  }

  List<ObjectNode> events() {
    synchronized (cluster) {
      return cluster.objects().list("", "Event", NAMESPACE);
    }
  }

  /** What the status went through since the last call. */
  List<String> blocks() {
    return blocks.take();
  }

  /** The status' messages since the last call, one after the other. */
  List<String> messages() {
    return messages.take();
  }

  /** All observedRolloutIDs since the last call. */
  List<String> ids() {
    return ids.take();
  }

  /** All states since the last call, each with the message. */
  List<String> stateMessages() {
    return stateMessages.take();
  }

  /**
   * All steps at the top level of the status since the last call, and whether there was a
   * sub-status.
   */
  List<String> tops() {
    return tops.take();
  }

  /** What the condition Terminating went through since the last call. */
  List<String> terminating() {
    return terminating.take();
  }

  /** When a block was first there. */
  Instant timeOf(String block) {
    return Objects.requireNonNull(times.get(block), block);
  }

  private void note(Change change) {
    if (!change.ref().equals(ROLLOUT) || change.type() == Change.Type.DELETED) {
      return;
    }
    JsonNode status = change.after().path("status");
    JsonNode sub = status.path(status.has("canaryStatus") ? "canaryStatus" : "blueGreenStatus");
    String line =
        String.join(
            "|",
            text(status.path("phase")),
            condition(status, "Progressing"),
            text(sub.path("currentStepIndex")),
            text(sub.path("nextStepIndex")),
            text(sub.path("currentStepState")),
            text(sub.path("finalisingStep")));
    blocks.note(line);
    times.putIfAbsent(line, time.now());
    if (!condition(status, "Terminating").equals("-")) {
      terminating.note(condition(status, "Terminating"));
    }
    messages.note(status.path("message").asText());
    ids.note(sub.path("observedRolloutID").asText());
    stateMessages.note(
        sub.path("currentStepState").asText() + ": " + status.path("message").asText());
    tops.note(
        status.path("currentStepIndex").asText()
            + "|"
            + status.path("currentStepState").asText()
            + "|"
            + (sub.isMissingNode() ? "none" : "sub"));
  }

  private static String condition(JsonNode status, String type) {
    for (JsonNode condition : Json.items(status.path("conditions"))) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText() + "/" + condition.path("reason").asText();
      }
    }
    return "-";
  }

  private static String text(JsonNode value) {
    return value.asText().isEmpty() ? "-" : value.asText();
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}

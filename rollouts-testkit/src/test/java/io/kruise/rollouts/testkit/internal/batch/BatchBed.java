// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster with the BatchRelease controller alone: what other controllers do is written by hand.
 */
final class BatchBed {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final String NS = "ns";
  static final ObjectRef RELEASE = new ObjectRef("rollouts.kruise.io", "BatchRelease", NS, "demo");

  private final VirtualTime time = new VirtualTime(START);
  private final ResourceRegistry registry = new ResourceRegistry();
  private final Cluster cluster;
  private final List<String> states = new ArrayList<>();

  BatchBed() {
    this(List.of(new BatchReleaseController()));
  }

  BatchBed(List<Controller> controllers) {
    type("rollouts.kruise.io", "v1beta1", "BatchRelease");
    type("apps", "v1", "Deployment");
    type("apps", "v1", "ReplicaSet");
    type("apps", "v1", "StatefulSet");
    type("apps.kruise.io", "v1alpha1", "CloneSet");
    type("apps.kruise.io", "v1alpha1", "DaemonSet");
    type("apps.kruise.io", "v1beta1", "StatefulSet");
    type("", "v1", "Pod");
    type("", "v1", "Event");
    type("autoscaling", "v2", "HorizontalPodAutoscaler");
    cluster =
        new Cluster(registry, SchemaRules.NONE, List.of(), controllers, time::now, time::woken);
    time.drive(cluster);
    cluster
        .store()
        .listen(
            change -> {
              if (change.ref().equals(RELEASE)) {
                note(change.after());
              }
            });
  }

  private void note(ObjectNode release) {
    JsonNode status = release.path("status");
    JsonNode canary = status.path("canaryStatus");
    String state = status.path("phase").asText();
    if (state.equals("Progressing")) {
      state += "/" + canary.path("currentBatch").asInt() + "/" + canary.path("batchState").asText();
    }
    if (states.isEmpty() || !states.get(states.size() - 1).equals(state)) {
      states.add(state);
    }
  }

  /** The states that the BatchRelease went through since the last call, the present one first. */
  List<String> states() {
    List<String> seen = List.copyOf(states);
    states.subList(0, Math.max(0, states.size() - 1)).clear();
    return seen;
  }

  void advance(double seconds) {
    time.advance(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  ObjectNode create(String object) {
    ObjectNode tree = tree(object);
    return cluster.objects().create(typeOf(ObjectRef.of(tree)), NS, tree, false);
  }

  /**
   * A BatchRelease that goes to its first batch.
   *
   * @param plan more of the release plan, such as "'rollingStyle':'Partition'"
   * @param batches such as "1" or "'50%'"
   */
  void release(String apiVersion, String kind, String plan, String... batches) {
    String canaryReplicas =
        Stream.of(batches)
            .map(batch -> "{'canaryReplicas':" + batch + "}")
            .collect(Collectors.joining(","));
    create(
        "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'BatchRelease',"
            + "'metadata':{'name':'demo'},'spec':{'workloadRef':{'apiVersion':'"
            + apiVersion
            + "','kind':'"
            + kind
            + "','name':'demo'},'releasePlan':{'batchPartition':0,"
            + "'enableExtraWorkloadForCanary':false,"
            + plan
            + ",'batches':["
            + canaryReplicas
            + "]}}}");
  }

  /** A pod of app "a" that a workload owns, of a revision. */
  void pod(String name, String hash, ObjectNode owner) {
    create(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'"
            + name
            + "','labels':{'app':'a','controller-revision-hash':'"
            + hash
            + "'},'ownerReferences':["
            + Meta.controllerReference(owner)
            + "]}}");
  }

  /** Lets the BatchRelease go on to a batch, counted from 0. */
  void goTo(int batch) {
    patch(RELEASE, "{'spec':{'releasePlan':{'batchPartition':" + batch + "}}}");
  }

  /** Takes the last batch away: the BatchRelease winds up. */
  void finish() {
    patch(RELEASE, "{'spec':{'releasePlan':{'batchPartition':null}}}");
  }

  ObjectNode get(ObjectRef ref) {
    return cluster.objects().get(ref).orElseThrow(() -> new AssertionError("no " + ref));
  }

  boolean exists(ObjectRef ref) {
    return cluster.objects().get(ref).isPresent();
  }

  List<ObjectNode> list(String group, String kind) {
    return cluster.objects().list(group, kind, NS);
  }

  void patch(ObjectRef ref, String patch) {
    update(ref, "", patch);
  }

  void patchStatus(ObjectRef ref, String status) {
    update(ref, "status", "{'status':" + status + "}");
  }

  /** As the workload's controller does when it has seen the present spec. */
  void observe(ObjectRef ref, String status) {
    ObjectNode patch = tree("{'status':" + status + "}");
    Json.dig(patch, "status").put("observedGeneration", (int) Meta.generation(get(ref)));
    update(ref, "status", patch.toString());
  }

  void delete(ObjectRef ref) {
    cluster.objects().delete(typeOf(ref), NS, ref.name());
  }

  JsonNode status() {
    return get(RELEASE).path("status");
  }

  static ObjectRef ref(String apiVersion, String kind, String name) {
    return new ObjectRef(ObjectRef.groupOf(apiVersion), kind, NS, name);
  }

  static ObjectNode tree(String json) {
    try {
      return (ObjectNode) Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private void update(ObjectRef ref, String subresource, String patch) {
    cluster
        .objects()
        .update(
            typeOf(ref),
            NS,
            ref.name(),
            subresource,
            before -> (ObjectNode) Json.mergePatch(before, tree(patch)),
            false);
  }

  private ResourceType typeOf(ObjectRef ref) {
    return registry.ofKind(ref.group(), ref.kind()).orElseThrow();
  }

  private void type(String group, String version, String kind) {
    String singular = kind.toLowerCase(Locale.ROOT);
    registry.register(
        new ResourceType(
            group,
            version,
            kind,
            singular + "s",
            singular,
            List.of(),
            List.of(),
            true,
            !kind.equals("Event"),
            false,
            group.contains("kruise.io"),
            null,
            List.of()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.api.DeleteOptions;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.pod.Nodes;
import io.kruise.rollouts.testkit.internal.pod.PodAdmission;
import io.kruise.rollouts.testkit.internal.pod.PodPlayer;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A cluster on a clock that the test moves, with the controllers that it names and played pods. */
public final class WorkloadHarness {
  public static final String NAMESPACE = "default";

  private final ResourceRegistry registry = new ResourceRegistry();
  private final Cluster cluster;
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));

  public WorkloadHarness(PodBehaviors pods, Controller... controllers) {
    this(pods, types -> List.of(controllers));
  }

  public WorkloadHarness(
      PodBehaviors pods, Function<ResourceRegistry, List<Controller>> controllers) {
    List<Controller> all = new ArrayList<>(controllers.apply(registry));
    all.add(new PodPlayer(pods));
    for (String kind : List.of("Node", "Namespace")) {
      serve("", kind, false);
    }
    for (String kind :
        List.of(
            "Pod", "Event", "ConfigMap", "ServiceAccount", "Service", "PersistentVolumeClaim")) {
      serve("", kind, true);
    }
    for (String kind :
        List.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ControllerRevision")) {
      serve("apps", kind, true);
    }
    cluster =
        new Cluster(
            registry, SchemaRules.NONE, List.of(new PodAdmission()), all, time::now, time::woken);
    time.drive(cluster);
    for (ObjectNode node : Nodes.fresh(time.now())) {
      create(node);
      cluster
          .objects()
          .update(
              type("", "Node"),
              "",
              Meta.name(node),
              "status",
              made -> {
                made.set("status", node.path("status"));
                return made;
              },
              false);
    }
  }

  public Cluster cluster() {
    return cluster;
  }

  public Instant now() {
    return time.now();
  }

  /** Runs all that is due until the time has come. */
  public void run(Duration duration) {
    time.advance(duration);
  }

  public void seconds(long seconds) {
    run(Duration.ofSeconds(seconds));
  }

  public ObjectNode create(String json) {
    ObjectNode object = (ObjectNode) json(json);
    return create(object);
  }

  public ObjectNode create(ObjectNode object) {
    ObjectRef ref = ObjectRef.of(object);
    String namespace = ref.namespace().isEmpty() ? NAMESPACE : ref.namespace();
    return cluster.objects().create(type(ref.group(), ref.kind()), namespace, object, false);
  }

  public void patch(String kind, String name, String json) {
    ObjectRef ref = ref(kind, name);
    cluster
        .objects()
        .update(
            type(ref.group(), kind),
            ref.namespace(),
            name,
            "",
            before -> (ObjectNode) Json.mergePatch(before, json(json)),
            false);
  }

  public void delete(String kind, String name) {
    ObjectRef ref = ref(kind, name);
    cluster.objects().delete(type(ref.group(), kind), NAMESPACE, name);
  }

  public void delete(String kind, String name, String policy) {
    ObjectRef ref = ref(kind, name);
    cluster
        .objects()
        .delete(
            type(ref.group(), kind),
            ref.namespace(),
            name,
            new DeleteOptions("", "", DeleteOptions.Propagation.valueOf(policy), null, false));
  }

  public boolean exists(String kind, String name) {
    return cluster.objects().get(ref(kind, name)).isPresent();
  }

  public ObjectNode get(String kind, String name) {
    return cluster.objects().get(ref(kind, name)).orElseThrow();
  }

  public List<ObjectNode> list(String kind) {
    return cluster.objects().list(ref(kind, "").group(), kind, NAMESPACE);
  }

  public List<String> messages(String reason) {
    return list("Event").stream()
        .filter(event -> event.path("reason").asText().equals(reason))
        .map(event -> event.path("message").asText())
        .toList();
  }

  /** The states that an object went through. */
  public List<ObjectNode> history(String kind, String name) {
    return cluster.store().changesAfter(0).stream()
        .filter(change -> change.ref().equals(ref(kind, name)))
        .map(Change::after)
        .toList();
  }

  public static JsonNode json(String text) {
    try {
      return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A Deployment as it stands after defaults, with the container's VERSION. */
  public static ObjectNode deployment(String name, int replicas, String version) {
    ObjectNode deployment =
        (ObjectNode)
            json(
                "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'"
                    + name
                    + "'},'spec':{'progressDeadlineSeconds':600,'revisionHistoryLimit':10,"
                    + "'selector':{'matchLabels':{'app':'"
                    + name
                    + "'}},'strategy':{'type':'RollingUpdate','rollingUpdate':"
                    + "{'maxSurge':'25%','maxUnavailable':'25%'}},'template':"
                    + template(name, version)
                    + "}}");
    Json.dig(deployment, "spec").put("replicas", replicas);
    return deployment;
  }

  public static String template(String app, String version) {
    return "{'metadata':{'labels':{'app':'"
        + app
        + "'}},'spec':{'containers':[{'name':'main','image':'busybox','env':"
        + "[{'name':'VERSION','value':'"
        + version
        + "'}]}]}}";
  }

  public void version(String kind, String name, String version) {
    patch(
        kind,
        name,
        "{'spec':{'template':{'spec':{'containers':[{'name':'main','image':'busybox','env':"
            + "[{'name':'VERSION','value':'"
            + version
            + "'}]}]}}}}");
  }

  /** How many pods of a version there are. */
  public long pods(String version) {
    return list("Pod").stream().filter(pod -> versionOf(pod).equals(version)).count();
  }

  public static String versionOf(JsonNode pod) {
    return Json.at(pod, "spec", "containers").path(0).path("env").path(0).path("value").asText();
  }

  public int status(String kind, String name, String field) {
    return get(kind, name).path("status").path(field).asInt();
  }

  private ObjectRef ref(String kind, String name) {
    for (ResourceType type : registry.all()) {
      if (type.kind().equals(kind)) {
        return new ObjectRef(type.group(), kind, type.namespaced() ? NAMESPACE : "", name);
      }
    }
    throw new IllegalArgumentException(kind);
  }

  private ResourceType type(String group, String kind) {
    return registry.ofKind(group, kind).orElseThrow();
  }

  private void serve(String group, String kind, boolean namespaced) {
    String singular = kind.toLowerCase(java.util.Locale.ROOT);
    registry.register(
        new ResourceType(
            group,
            "v1",
            kind,
            singular + "s",
            singular,
            List.of(),
            List.of(),
            namespaced,
            !List.of("Event", "ConfigMap", "ServiceAccount", "ControllerRevision").contains(kind),
            false,
            false,
            null,
            List.of()));
  }

  /** The name of the ReplicaSet of a version. */
  public String replicaSet(String version) {
    return list("ReplicaSet").stream()
        .filter(set -> versionOf(set.path("spec").path("template")).equals(version))
        .map(Meta::name)
        .findFirst()
        .orElseThrow();
  }
}

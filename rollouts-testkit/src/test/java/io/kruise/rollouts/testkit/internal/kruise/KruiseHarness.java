// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.pod.Nodes;
import io.kruise.rollouts.testkit.internal.pod.PodAdmission;
import io.kruise.rollouts.testkit.internal.pod.PodPlayer;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A cluster with OpenKruise's controllers and defaults, played pods, and nothing else. */
final class KruiseHarness {
  static final String NAMESPACE = "ns";
  private static final YAMLMapper YAML = new YAMLMapper();

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final Cluster cluster;
  private final List<Change> changes = new ArrayList<>();

  KruiseHarness() {
    this(PodBehaviors.standard());
  }

  KruiseHarness(PodBehaviors pods) {
    ResourceRegistry registry = new ResourceRegistry();
    for (String builtIn :
        List.of("/v1/Pod", "/v1/Event", "/v1/Node", "apps/v1/ControllerRevision")) {
      registry.register(type(builtIn, false));
    }
    for (String custom :
        List.of("v1alpha1/CloneSet", "v1beta1/StatefulSet", "v1alpha1/DaemonSet")) {
      registry.register(type(KruiseNames.GROUP + "/" + custom, true));
    }
    cluster =
        new Cluster(
            registry,
            SchemaRules.NONE,
            List.of(new KruiseDefaults(), new PodAdmission()),
            List.of(
                new CloneSetController(),
                new AdvancedStatefulSetController(),
                new AdvancedDaemonSetController(),
                new PodPlayer(pods)),
            time::now,
            time::woken);
    time.drive(cluster);
    for (ObjectNode node : Nodes.fresh(time.now())) {
      cluster.objects().create(typeOf(ObjectRef.of(node)), "", node, false);
    }
    cluster.store().listen(changes::add);
  }

  /** Creates an object and lets the cluster come to rest. */
  ObjectRef create(String yaml) {
    ObjectNode object = yaml(yaml);
    ObjectRef ref =
        new ObjectRef(
            ObjectRef.groupOf(object.path("apiVersion").asText()),
            object.path("kind").asText(),
            object.path("kind").asText().equals("Node") ? "" : NAMESPACE,
            Meta.name(object));
    cluster.objects().create(typeOf(ref), ref.namespace(), object, false);
    settle();
    return ref;
  }

  /** Merges into an object and lets the cluster come to rest. */
  void patch(ObjectRef ref, String yaml) {
    cluster
        .objects()
        .update(
            typeOf(ref),
            ref.namespace(),
            ref.name(),
            "",
            before -> (ObjectNode) Json.mergePatch(before, yaml(yaml)),
            false);
    settle();
  }

  /** Deletes an object and lets the cluster come to rest. */
  void delete(ObjectRef ref) {
    cluster.objects().delete(typeOf(ref), ref.namespace(), ref.name());
    settle();
  }

  /** Lets a second pass. */
  void settle() {
    pass(Duration.ofSeconds(1));
  }

  void pass(Duration duration) {
    time.advance(duration);
  }

  /** All that was written from now on. */
  void forgetChanges() {
    changes.clear();
  }

  ObjectNode get(ObjectRef ref) {
    return cluster.objects().get(ref).orElseThrow();
  }

  JsonNode status(ObjectRef ref) {
    return get(ref).path("status");
  }

  List<ObjectNode> list(String group, String kind) {
    return cluster.objects().list(group, kind, NAMESPACE);
  }

  List<ObjectNode> pods() {
    return list("", "Pod");
  }

  /** How many pods there are of each image. */
  Map<String, Long> images() {
    Map<String, Long> images = new TreeMap<>();
    pods().forEach(pod -> images.merge(image(pod), 1L, Long::sum));
    return images;
  }

  static String image(JsonNode pod) {
    return pod.path("spec").path("containers").path(0).path("image").asText();
  }

  /** The fields of a status, at each of its writes, with the same in a row left out. */
  List<String> statuses(ObjectRef ref, String... fields) {
    List<String> seen = new ArrayList<>();
    for (Change change : changes) {
      if (change.ref().equals(ref)) {
        List<String> values = new ArrayList<>();
        for (String field : fields) {
          values.add(change.after().path("status").path(field).asText("-"));
        }
        String line = String.join(" ", values);
        if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(line)) {
          seen.add(line);
        }
      }
    }
    return seen;
  }

  /** The messages of the events of a reason, as written from the last forgetting on. */
  List<String> events(String reason) {
    return changes.stream()
        .map(Change::after)
        .filter(object -> object.path("kind").asText().equals("Event"))
        .filter(event -> event.path("reason").asText().equals(reason))
        .map(event -> event.path("message").asText())
        .toList();
  }

  static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private ResourceType typeOf(ObjectRef ref) {
    return cluster.registry().ofKind(ref.group(), ref.kind()).orElseThrow();
  }

  private static ResourceType type(String path, boolean custom) {
    String[] parts = path.split("/", -1);
    String lower = parts[2].toLowerCase(Locale.ROOT);
    boolean withStatus = custom || parts[2].equals("Pod");
    return new ResourceType(
        parts[0],
        parts[1],
        parts[2],
        lower + "s",
        lower,
        List.of(),
        List.of(),
        !parts[2].equals("Node"),
        withStatus,
        false,
        custom,
        null,
        List.of());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Pods as workload controllers make them (pkg/controller/controller_utils.go, GetPodFromTemplate).
 */
public final class PodTemplates {
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX = 5;
  private static final int LONGEST_PREFIX = 63 - SUFFIX;

  private PodTemplates() {}

  /**
   * A pod of an owner, named as given.
   *
   * @param template the pod template
   * @param owner its controller
   * @param name its name
   * @return to be created
   */
  public static ObjectNode named(JsonNode template, JsonNode owner, String name) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata =
        pod.putObject("metadata").put("name", name).put("namespace", Meta.namespace(owner));
    for (String field : List.of("labels", "annotations", "finalizers")) {
      JsonNode value = Meta.of(template).path(field);
      if (!value.isEmpty()) {
        metadata.set(field, value.deepCopy());
      }
    }
    metadata.putArray("ownerReferences").add(Meta.controllerReference(owner));
    pod.set("spec", template.path("spec").deepCopy());
    return pod;
  }

  /**
   * Pods of an owner, named after it. The names are derived, not drawn: equal passes make equal
   * names, and later passes make other ones.
   *
   * @param template the pod template
   * @param owner its controller
   * @param count how many
   * @param world where the names must be free
   * @param now the time of the pass
   * @return to be created
   */
  public static List<ObjectNode> generated(
      JsonNode template, JsonNode owner, int count, World world, Instant now) {
    String prefix = Meta.name(owner) + "-";
    String base = prefix.length() > LONGEST_PREFIX ? prefix.substring(0, LONGEST_PREFIX) : prefix;
    Set<String> names = new HashSet<>();
    List<ObjectNode> pods = new ArrayList<>();
    for (int seed = 0; pods.size() < count; seed++) {
      String name = base + suffix(Meta.uid(owner) + now.toEpochMilli() + "/" + seed);
      ObjectRef ref = ObjectRef.of(owner).beside("", "Pod", name);
      if (names.add(name) && world.get(ref).isEmpty()) {
        ObjectNode pod = named(template, owner, name);
        Json.dig(pod, "metadata").put("generateName", prefix);
        pods.add(pod);
      }
    }
    return pods;
  }

  private static String suffix(String seed) {
    long bits = 0xcbf29ce484222325L;
    for (int i = 0; i < seed.length(); i++) {
      bits = (bits ^ seed.charAt(i)) * 0x100000001b3L;
    }
    bits ^= bits >>> 29;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SUFFIX; i++) {
      text.append(LETTERS.charAt((int) Long.remainderUnsigned(bits, LETTERS.length())));
      bits = Long.divideUnsigned(bits, LETTERS.length());
    }
    return text.toString();
  }
}

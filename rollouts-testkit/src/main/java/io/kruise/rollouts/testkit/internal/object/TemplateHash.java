// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Short hashes of pod templates, as they stand in names and labels. Equal templates have equal
 * hashes; fields that are null, empty lists and the label pod-template-hash don't count. The
 * numbers are not those of a real cluster, which hashes Go's memory layout; the form is: FNV-1a of
 * 32 bits, its decimal digits in the letters that are safe in names.
 *
 * <p>Kubernetes and Kruise link different versions of the pod's type, so that their hashes of one
 * template differ (measured): here, by what stands before the template.
 */
public final class TemplateHash {
  /** The label that holds it on ReplicaSets and Pods. */
  public static final String LABEL = "pod-template-hash";

  /** Empty, they say as little as not being there. */
  private static final Set<String> MAPS = Set.of("metadata", "labels", "annotations");

  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private TemplateHash() {}

  /**
   * Kruise's revision of a Deployment, and the hash of a ReplicaSet that Kruise makes
   * (pkg/util/workloads_utils.go, ComputeHash without a collisionCount).
   *
   * @param template a pod template
   * @return its hash
   */
  public static String kruise(JsonNode template) {
    return kruise(template, 0);
  }

  /**
   * The hash of a ReplicaSet that Kruise makes (pkg/util/workloads_utils.go, ComputeHash).
   *
   * @param template a pod template
   * @param collisionCount how many names were taken by other templates; 0 for none
   * @return its hash
   */
  public static String kruise(JsonNode template, int collisionCount) {
    return hash("kruise", withoutHash(template), collisionCount);
  }

  /**
   * The hash of a ReplicaSet that Kubernetes makes (pkg/controller/controller_utils.go,
   * ComputeHash).
   *
   * @param template a pod template
   * @param collisionCount how many names were taken by other templates; 0 for none
   * @return its hash
   */
  public static String nativeHash(JsonNode template, int collisionCount) {
    return hash("kubernetes", withoutHash(template), collisionCount);
  }

  /**
   * The hash in the name of a ControllerRevision (pkg/controller/history/controller_history.go,
   * HashControllerRevision).
   *
   * @param data what the revision holds
   * @param collisionCount how many names were taken by other data; 0 for none
   * @return its hash
   */
  public static String revision(JsonNode data, int collisionCount) {
    return hash("revision", data, collisionCount);
  }

  /**
   * Whether two templates are the same but for the hash label (EqualIgnoreHash of both).
   *
   * @param left a pod template
   * @param right another
   * @return whether they would make the same pods
   */
  public static boolean same(JsonNode left, JsonNode right) {
    if (left.path("spec").equals(right.path("spec"))) {
      return metadata(left).equals(metadata(right));
    }
    return canonical(withoutHash(left)).equals(canonical(withoutHash(right)));
  }

  private static String hash(String who, JsonNode tree, int collisionCount) {
    int hash = fnv(0x811c9dc5, (who + canonical(tree)).getBytes(StandardCharsets.UTF_8));
    if (collisionCount > 0) {
      hash =
          fnv(
              hash,
              ByteBuffer.allocate(8)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putLong(collisionCount)
                  .array());
    }
    StringBuilder safe = new StringBuilder();
    Integer.toUnsignedString(hash)
        .chars()
        .forEach(digit -> safe.append(LETTERS.charAt(digit % LETTERS.length())));
    return safe.toString();
  }

  private static int fnv(int start, byte[] bytes) {
    int hash = start;
    for (byte each : bytes) {
      hash = (hash ^ (each & 0xff)) * 0x01000193;
    }
    return hash;
  }

  private static JsonNode withoutHash(JsonNode template) {
    if (!Json.at(template, "metadata", "labels").has(LABEL)) {
      return template;
    }
    ObjectNode metadata = template.path("metadata").deepCopy();
    Json.dig(metadata, "labels").remove(LABEL);
    ObjectNode copy = Json.object();
    template.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
    return copy.set("metadata", metadata);
  }

  private static String metadata(JsonNode template) {
    return canonical(Json.object().set("metadata", withoutHash(template).path("metadata")));
  }

  private static String canonical(JsonNode tree) {
    StringBuilder text = new StringBuilder();
    write(tree, text);
    return text.toString();
  }

  private static void write(JsonNode tree, StringBuilder text) {
    if (tree.isObject()) {
      text.append('{');
      fields(tree).forEach((name, value) -> write(name, value, text));
      text.append('}');
    } else if (tree.isArray()) {
      text.append('[');
      tree.forEach(
          item -> {
            write(item, text);
            text.append(',');
          });
      text.append(']');
    } else {
      text.append(tree);
    }
  }

  private static void write(String name, JsonNode value, StringBuilder text) {
    if (value.isNull() || value.isMissingNode() || (value.isArray() && value.isEmpty())) {
      return;
    }
    String written = canonical(value);
    if (!(written.equals("{}") && MAPS.contains(name))) {
      text.append('"').append(name).append("\":").append(written).append(',');
    }
  }

  private static Map<String, JsonNode> fields(JsonNode tree) {
    Map<String, JsonNode> fields = new TreeMap<>();
    tree.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }
}

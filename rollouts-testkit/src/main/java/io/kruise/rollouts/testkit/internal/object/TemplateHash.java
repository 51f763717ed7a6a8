// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

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

  /** Hashes a template as {@link #kruise(JsonNode)} does. */
  public static final Function<JsonNode, String> KRUISE = TemplateHash::kruise;

  /** The text that templates have in common if they are {@link #same}. */
  public static final Function<JsonNode, String> TEXT = TemplateHash::textWithoutHash;

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
    if (Json.isSame(left, right)) {
      return true;
    }
    if (left.path("spec").equals(right.path("spec"))) {
      return alike("metadata", metadata(left), metadata(right));
    }
    return alike(withoutHash(left), withoutHash(right));
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
    JsonNode metadata = metadata(template);
    return Json.isSame(metadata, template.path("metadata"))
        ? template
        : Json.shallow(template).set("metadata", metadata);
  }

  private static JsonNode metadata(JsonNode template) {
    JsonNode metadata = template.path("metadata");
    JsonNode labels = metadata.path("labels");
    return labels.has(LABEL)
        ? Json.shallow(metadata).set("labels", Json.shallow(labels).without(LABEL))
        : metadata;
  }

  /** Whether two trees have the same canonical text. */
  private static boolean alike(JsonNode left, JsonNode right) {
    if (Json.isSame(left, right)) {
      return true;
    }
    if (left.isObject() && right.isObject()) {
      return left.properties().stream()
              .allMatch(each -> alike(each.getKey(), each.getValue(), right.path(each.getKey())))
          && right.properties().stream()
              .allMatch(
                  each -> left.has(each.getKey()) || saysNothing(each.getKey(), each.getValue()));
    }
    if (left.isArray() && right.isArray()) {
      boolean alike = left.size() == right.size();
      for (int i = 0; alike && i < left.size(); i++) {
        alike = alike(left.get(i), right.get(i));
      }
      return alike;
    }
    return left.isValueNode() && right.isValueNode() && canonical(left).equals(canonical(right));
  }

  private static boolean alike(String name, JsonNode left, JsonNode right) {
    boolean nothing = saysNothing(name, left);
    return nothing == saysNothing(name, right) && (nothing || alike(left, right));
  }

  private static boolean saysNothing(String name, JsonNode value) {
    if (value.isObject()) {
      return MAPS.contains(name)
          && value.properties().stream()
              .allMatch(each -> saysNothing(each.getKey(), each.getValue()));
    }
    return value.isNull() || value.isMissingNode() || (value.isArray() && value.isEmpty());
  }

  private static String textWithoutHash(JsonNode template) {
    return canonical(withoutHash(template));
  }

  private static String canonical(JsonNode tree) {
    StringBuilder text = new StringBuilder();
    write(tree, text);
    return text.toString();
  }

  private static void write(JsonNode tree, StringBuilder text) {
    if (tree.isObject()) {
      text.append('{');
      for (String name : sortedNames(tree)) {
        write(name, tree.path(name), text);
      }
      text.append('}');
    } else if (tree.isArray()) {
      text.append('[');
      for (JsonNode item : tree) {
        write(item, text);
        text.append(',');
      }
      text.append(']');
    } else if (tree.isTextual()) {
      text.append('"');
      JsonStringEncoder.getInstance().quoteAsString(tree.textValue(), text);
      text.append('"');
    } else {
      text.append(tree.isInt() ? tree.asText() : tree.toString());
    }
  }

  private static void write(String name, JsonNode value, StringBuilder text) {
    if (!saysNothing(name, value)) {
      text.append('"').append(name).append("\":");
      write(value, text);
      text.append(',');
    }
  }

  private static List<String> sortedNames(JsonNode tree) {
    List<String> names = new ArrayList<>(tree.size());
    tree.fieldNames().forEachRemaining(names::add);
    Collections.sort(names);
    return names;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JSON as Go's encoding/json writes structs: their fields in the order of the type, those that are
 * empty and marked omitempty left out. Upstream hashes such texts, and stores such objects whenever
 * it writes one whole.
 */
public final class GoJson {
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final Set<String> MAPS = Set.of("labels", "annotations");

  private final Map<String, Integer> order;
  private final Set<String> kept;

  private GoJson(Map<String, Integer> order, Set<String> kept) {
    this.order = order;
    this.kept = kept;
  }

  /**
   * A form of writing.
   *
   * @param fields the fields of all structs in question, in an order that each struct keeps; what
   *     is called labels or annotations is a map, its keys are sorted
   * @return the form
   */
  public static GoJson ordered(String... fields) {
    Map<String, Integer> order = new HashMap<>();
    for (String field : fields) {
      order.putIfAbsent(field, order.size());
    }
    return new GoJson(Map.copyOf(order), Set.of());
  }

  /**
   * The same form, with fields that are not marked omitempty, or that are pointers.
   *
   * @param fields those that are written though they are false, 0 or ""
   * @return the form
   */
  public GoJson keeping(String... fields) {
    return new GoJson(order, Set.of(fields));
  }

  /**
   * A tree as it is after Go has read and written it.
   *
   * @param tree left as it is
   * @return a tree of its own
   */
  public JsonNode tree(JsonNode tree) {
    if (tree.isObject()) {
      ObjectNode object = Json.object();
      List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(tree.properties());
      fields.sort(Comparator.comparingInt(field -> order.getOrDefault(field.getKey(), -1)));
      fields.forEach(field -> put(object, field.getKey(), field.getValue()));
      return object;
    }
    if (tree.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      tree.forEach(item -> array.add(tree(item)));
      return array;
    }
    return tree;
  }

  private void put(ObjectNode object, String field, JsonNode value) {
    if (MAPS.contains(field)) {
      if (!value.isEmpty()) {
        object.set(field, sorted(value));
      }
    } else if (kept.contains(field) ? !value.isNull() : !omitted(value)) {
      object.set(field, tree(value));
    }
  }

  private static boolean omitted(JsonNode value) {
    return value.isNull()
        || (value.isArray() && value.isEmpty())
        || (value.isTextual() && value.asText().isEmpty())
        || (value.isBoolean() && !value.asBoolean())
        || (value.isInt() && value.asInt() == 0);
  }

  private static ObjectNode sorted(JsonNode map) {
    ObjectNode sorted = Json.object();
    map.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> sorted.set(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /**
   * A tree as text.
   *
   * @param tree the tree
   * @return JSON without spaces; what HTML would read is escaped
   */
  public String text(JsonNode tree) {
    return tree(tree)
        .toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /**
   * EncodeHash of pkg/util/rollout_utils.go.
   *
   * @param text any
   * @return its SHA-256, in lower-case hexadecimal digits
   */
  public static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * SafeEncodeString of k8s.io/apimachinery/pkg/util/rand.
   *
   * @param text ASCII
   * @return as many letters that make no bad words
   */
  public static String safe(String text) {
    StringBuilder safe = new StringBuilder();
    text.chars().forEach(each -> safe.append(LETTERS.charAt(each % LETTERS.length())));
    return safe.toString();
  }
}

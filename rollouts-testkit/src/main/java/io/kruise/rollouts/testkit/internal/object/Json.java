// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** JSON trees. Trees that are stored or handed out are never changed: copy first. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private Json() {}

  /**
   * A new object.
   *
   * @return empty
   */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * A tree as a typed value.
   *
   * @param <T> the type
   * @param tree the tree
   * @param type the class
   * @return a value of its own
   */
  public static <T> T to(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + tree, e);
    }
  }

  /**
   * A typed value as a tree.
   *
   * @param value such as a model bean, a list or a string
   * @return a tree of its own
   */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * A typed value as an object.
   *
   * @param value a bean or a map
   * @return a tree of its own
   */
  public static ObjectNode objectOf(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Text as a tree.
   *
   * @param text JSON
   * @return the tree
   * @throws JsonProcessingException when it isn't JSON
   */
  public static JsonNode parse(byte[] text) throws JsonProcessingException {
    try {
      JsonNode tree = MAPPER.readTree(text);
      return tree == null ? JsonNodeFactory.instance.missingNode() : tree;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (java.io.IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  /**
   * A tree as text.
   *
   * @param tree the tree
   * @return JSON in UTF-8
   */
  public static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /**
   * A tree as text, faster than by its toString.
   *
   * @param tree the tree
   * @return JSON
   */
  public static String text(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /**
   * The object at a path, made when it isn't there; a null on the way is replaced.
   *
   * @param tree where to begin; changed
   * @param path names of fields
   * @return the object at the path, to be changed by the caller
   */
  public static ObjectNode dig(ObjectNode tree, String... path) {
    ObjectNode at = tree;
    for (String field : path) {
      JsonNode next = at.get(field);
      at = next instanceof ObjectNode object ? object : at.putObject(field);
    }
    return at;
  }

  /**
   * The value at a path.
   *
   * @param tree where to begin
   * @param path names of fields
   * @return the value, a missing node when there is none
   */
  public static JsonNode at(JsonNode tree, String... path) {
    JsonNode at = tree;
    for (String field : path) {
      at = at.path(field);
    }
    return at;
  }

  /**
   * The elements of an array.
   *
   * @param array an array, or anything else
   * @return its elements; none when it is no array
   */
  public static List<JsonNode> items(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.elements().forEachRemaining(items::add);
    return array.isArray() ? items : List.of();
  }

  /**
   * Whether two trees are one, and so have everything in common without being looked at.
   *
   * @param left a tree
   * @param right another
   * @return whether they are the same node
   */
  @SuppressWarnings("ReferenceEquality")
  public static boolean isSame(JsonNode left, JsonNode right) {
    return left == right;
  }

  /**
   * A copy of an object alone.
   *
   * @param object an object, left as it is; anything else counts as an empty one
   * @return an object of its own, whose values are shared
   */
  public static ObjectNode shallow(JsonNode object) {
    ObjectNode copy = object();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      copy.set(field.getKey(), field.getValue());
    }
    return copy;
  }

  /**
   * A copy of an object and of the objects on a path.
   *
   * @param object an object, left as it is
   * @param path names of fields, as far as there are objects
   * @return an object of its own, that shares with the other what is not on the path
   */
  public static ObjectNode copyAlong(JsonNode object, String... path) {
    ObjectNode copy = shallow(object);
    ObjectNode at = copy;
    for (String field : path) {
      if (!(at.get(field) instanceof ObjectNode shared)) {
        break;
      }
      ObjectNode own = shallow(shared);
      at.set(field, own);
      at = own;
    }
    return copy;
  }

  /**
   * RFC 7396.
   *
   * @param target left as it is
   * @param patch left as it is
   * @return a tree of its own
   */
  public static JsonNode mergePatch(JsonNode target, JsonNode patch) {
    return patch instanceof ObjectNode changes
        ? merge(target, changes, JsonNode::deepCopy)
        : patch.deepCopy();
  }

  /**
   * RFC 7396, of which only the fields that the patch names are trees of their own.
   *
   * @param target left as it is
   * @param patch left as it is
   * @return an object of its own, that shares with the target what the patch leaves alone
   */
  public static ObjectNode mergeFields(JsonNode target, ObjectNode patch) {
    return merge(target, patch, UnaryOperator.identity());
  }

  /**
   * Whether a merge patch changes nothing, without merging.
   *
   * @param target an object, left as it is
   * @param patch left as it is
   * @return false when it changes something, and when only merging could tell
   */
  public static boolean isMerged(JsonNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      JsonNode present = target.path(change.getKey());
      boolean merged =
          change.getValue().isNull()
              ? present.isMissingNode()
              : change.getValue() instanceof ObjectNode below
                  ? present.isObject() && isMerged(present, below)
                  : change.getValue().equals(present);
      if (!merged) {
        return false;
      }
    }
    return true;
  }

  private static ObjectNode merge(
      JsonNode target, ObjectNode changes, UnaryOperator<JsonNode> untouched) {
    ObjectNode merged = object();
    for (Map.Entry<String, JsonNode> field : target.properties()) {
      JsonNode change = changes.path(field.getKey());
      if (change.isMissingNode()) {
        merged.set(field.getKey(), untouched.apply(field.getValue()));
      } else if (!change.isNull()) {
        merged.set(field.getKey(), mergePatch(field.getValue(), change));
      }
    }
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      if (!change.getValue().isNull() && !target.has(change.getKey())) {
        merged.set(change.getKey(), mergePatch(MissingNode.getInstance(), change.getValue()));
      }
    }
    return merged;
  }

  /**
   * The RFC 7396 patch that makes one object of another.
   *
   * @param before an object, left as it is; anything else counts as an empty one
   * @param after left as it is; without null values
   * @return a tree of its own; empty when both are the same
   */
  public static ObjectNode mergeDiff(JsonNode before, JsonNode after) {
    ObjectNode patch = object();
    before
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!after.has(field)) {
                patch.putNull(field);
              }
            });
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      JsonNode old = before.path(field.getKey());
      if (old.equals(field.getValue())) {
        continue;
      }
      boolean both = old.isObject() && field.getValue().isObject();
      patch.set(
          field.getKey(), both ? mergeDiff(old, field.getValue()) : field.getValue().deepCopy());
    }
    return patch;
  }
}

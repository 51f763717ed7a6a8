// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;

/** JSON by way of fabric8, and as trees of maps and lists. */
public final class Json {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Json() {}

  public static <T> T read(String json, Class<T> type) {
    return SERIALIZATION.unmarshal(json, type);
  }

  public static String write(Object value) {
    return SERIALIZATION.asJson(value);
  }

  /** The tree of a text, so that two texts are compared without regard to the order of keys. */
  public static Map<String, Object> tree(String json) {
    return map(read(json, Map.class));
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  public static List<Object> list(Object value) {
    return (List<Object>) value;
  }
}

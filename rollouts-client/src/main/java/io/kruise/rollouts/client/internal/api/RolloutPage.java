// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.api;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A page of a list.
 *
 * @param version the state that the list shows
 * @param next where the next page begins; "" after the last
 * @param size how many Rollouts are on it
 * @param wanted those of them that were asked for, without managedFields
 */
public record RolloutPage(String version, String next, int size, List<Rollout> wanted) {

  static RolloutPage read(
      KubernetesSerialization json, String text, Predicate<RolloutRef> isWanted) {
    Map<?, ?> list = json.unmarshal(text, Map.class);
    Map<?, ?> metadata = list.get("metadata") instanceof Map<?, ?> found ? found : Map.of();
    List<?> items = list.get("items") instanceof List<?> found ? found : List.of();
    List<Rollout> wanted = new ArrayList<>();
    for (Object item : items) {
      RawRollout raw = RawRollout.of(item);
      Rollout bean = isWanted.test(raw.ref()) ? raw.bean(json) : null;
      if (bean != null) {
        wanted.add(bean);
      }
    }
    Object next = metadata.get("continue");
    return new RolloutPage(
        String.valueOf(metadata.get("resourceVersion")),
        next == null ? "" : next.toString(),
        items.size(),
        List.copyOf(wanted));
  }
}

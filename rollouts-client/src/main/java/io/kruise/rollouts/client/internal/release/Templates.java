// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.client.internal.workload.Trees;
import io.kruise.rollouts.client.release.TemplateChange;
import java.util.List;
import java.util.Map;

/** Pod templates, as trees and as fabric8's beans. Immutable, thread-safe. */
final class Templates {
  /** Controllers put it on, and it is no part of a version. */
  private static final List<String> HASH_LABEL = List.of("metadata", "labels", "pod-template-hash");

  private static final List<String> CREATED = List.of("metadata", "creationTimestamp");

  private final KubernetesSerialization json;

  Templates(KubernetesSerialization json) {
    this.json = json;
  }

  /**
   * Makes a change. What the bean doesn't know, or writes in another form, stays as it was.
   *
   * @throws IllegalArgumentException when the change does not fit the template
   */
  Map<String, Object> changed(Map<String, Object> template, TemplateChange change) {
    PodTemplateSpec before = bean(template);
    PodTemplateSpec after = change.appliedTo(before);
    return Trees.withChanges(template, tree(before), tree(after));
  }

  PodTemplateSpec bean(Map<String, Object> template) {
    return json.convertValue(template, PodTemplateSpec.class);
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  private Map<String, Object> tree(PodTemplateSpec template) {
    return json.convertValue(template, Map.class);
  }

  /** The template without what controllers add to it. */
  static Map<String, Object> plain(Map<String, Object> template) {
    Map<String, Object> plain = Trees.without(Trees.without(template, HASH_LABEL), CREATED);
    return Trees.without(plain, List.of("$patch"));
  }

  /** Whether both stand for the same version. */
  static boolean same(Map<String, Object> left, Map<String, Object> right) {
    return plain(left).equals(plain(right));
  }
}

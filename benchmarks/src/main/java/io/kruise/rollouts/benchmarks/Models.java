// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.benchmarks;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What 10,000 Rollouts cost that are read and kept. */
final class Models {
  private static final int COUNT = 10_000;

  private Models() {}

  static void measure() throws Exception {
    String json;
    try (var in = Models.class.getResourceAsStream("rollout.json")) {
      json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    KubernetesSerialization jackson = new KubernetesSerialization();
    System.out.println(
        "\n| 10,000 kept, of "
            + json.length()
            + " characters each | a parse | heap |\n|---|---|---|");
    row(
        "GenericKubernetesResource",
        json,
        text -> jackson.unmarshal(text, GenericKubernetesResource.class));
    row(
        "the same without managedFields",
        json,
        text -> lean(jackson.unmarshal(text, GenericKubernetesResource.class)));
    row("Rollout", json, text -> jackson.unmarshal(text, Rollout.class));
    row(
        "the same without managedFields",
        json,
        text -> lean(jackson.unmarshal(text, Rollout.class)));
    row("RolloutView", json, text -> RolloutView.of(jackson.unmarshal(text, Rollout.class)));
  }

  private static <T extends HasMetadata> T lean(T object) {
    object.getMetadata().setManagedFields(null);
    return object;
  }

  private static void row(String title, String json, Function<String, Object> parse) {
    long nanos = Long.MAX_VALUE;
    long held = 0;
    for (int round = 0; round < 5; round++) {
      long before = Waits.heap();
      List<Object> kept = new ArrayList<>(COUNT);
      long begun = System.nanoTime();
      for (int i = 0; i < COUNT; i++) {
        kept.add(parse.apply(json.replace("rollouts-demo", "rollout-" + i)));
      }
      nanos = Math.min(nanos, System.nanoTime() - begun);
      held = Waits.heap() - before;
      if (kept.size() != COUNT) {
        throw new IllegalStateException("not all were kept");
      }
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f µs | %.1f MiB |%n",
        title,
        nanos / 1e3 / COUNT,
        held / 1024.0 / 1024);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.benchmarks;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Rollouts in a namespace of their own whose statuses are written by hand, one step further at a
 * time: there is no controller.
 */
final class WaitField implements AutoCloseable {
  /** Each measurement takes a step. */
  static final int STEPS = 12;

  private static final int WRITERS = 4;

  private final Config config;
  private final KubernetesClient kubernetes;
  private final String namespace;
  private final int size;
  private final ExecutorService hands = Executors.newFixedThreadPool(16);
  private int step;

  WaitField(Config config, String namespace, int size) throws Exception {
    this.config = config;
    this.namespace = namespace;
    this.size = size;
    kubernetes = client();
    kubernetes
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    each(number -> kubernetes.resource(rollout(number)).create());
    write(++step, Integer.MAX_VALUE, new long[size]);
  }

  KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  String namespace() {
    return namespace;
  }

  int size() {
    return size;
  }

  static String name(int number) {
    return "rollout-" + number;
  }

  static int number(Rollout rollout) {
    return Integer.parseInt(rollout.getMetadata().getName().substring("rollout-".length()));
  }

  /** Whether a status awaits approval at a step, or is beyond it. */
  static boolean isAt(Rollout rollout, int step) {
    return rollout != null
        && rollout.getStatus() != null
        && rollout.getStatus().getCanaryStatus() != null
        && rollout.getStatus().getCanaryStatus().getCurrentStepIndex() >= step;
  }

  private Rollout rollout(int number) {
    IntOrString[] steps = new IntOrString[STEPS];
    for (int i = 0; i < STEPS; i++) {
      steps[i] = new IntOrString(i + 1);
    }
    Rollout rollout =
        RolloutFixture.canary(name(number)).steps(steps).forDeployment("none").build();
    rollout.getMetadata().setNamespace(namespace);
    return rollout;
  }

  /** The step that the next {@link #writeNext} brings. */
  int nextStep() {
    return step + 1;
  }

  /**
   * Brings all to the next step, in an order of chance.
   *
   * @param perSecond how many
   * @return when each write was sent, in nanoseconds
   */
  long[] writeNext(int perSecond) throws Exception {
    long[] sent = new long[size];
    write(++step, perSecond, sent);
    return sent;
  }

  private void write(int newStep, int perSecond, long[] sent) throws Exception {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      order.add(i);
    }
    Collections.shuffle(order);
    long begun = System.nanoTime();
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int first = writer;
      writers.add(
          hands.submit(
              () -> {
                for (int i = first; i < size; i += WRITERS) {
                  long due = begun + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                  long early = due - System.nanoTime();
                  if (perSecond < Integer.MAX_VALUE && early > 0) {
                    TimeUnit.NANOSECONDS.sleep(early);
                  }
                  int number = order.get(i);
                  sent[number] = System.nanoTime();
                  patch(number, newStep);
                }
                return true;
              }));
    }
    for (Future<?> each : writers) {
      each.get(15, TimeUnit.MINUTES);
    }
  }

  private void patch(int number, int at) {
    String status =
        """
        {"status":{"phase":"Progressing","observedGeneration":1,
         "message":"Rollout is in step(%1$d/12), and you need manually confirm to enter the next step",
         "conditions":[{"type":"Progressing","status":"True","reason":"InRolling","message":"",
           "lastUpdateTime":"2026-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z"}],
         "currentStepIndex":%1$d,"currentStepState":"StepPaused",
         "canaryStatus":{"observedWorkloadGeneration":2,"observedRolloutID":"r2","rolloutHash":"h",
           "stableRevision":"rev1","canaryRevision":"rev2","podTemplateHash":"rev2",
           "canaryReplicas":%1$d,"canaryReadyReplicas":%1$d,"currentStepIndex":%1$d,
           "nextStepIndex":%2$d,"currentStepState":"StepPaused","finalisingStep":"",
           "lastUpdateTime":"2026-01-01T00:00:00Z"}}}"""
            .formatted(at, at + 1);
    kubernetes
        .resources(Rollout.class)
        .inNamespace(namespace)
        .withName(name(number))
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), status);
  }

  private void each(IntConsumer work) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int number = i;
      all.add(hands.submit(() -> work.accept(number)));
    }
    for (Future<?> each : all) {
      each.get(15, TimeUnit.MINUTES);
    }
  }

  /** The watches on Rollouts that the API server counts. */
  long watches() {
    return kubernetes
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_longrunning_requests{"))
        .filter(line -> line.contains("resource=\"rollouts\"") && line.contains("verb=\"WATCH\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    hands.shutdownNow();
    kubernetes.namespaces().withName(namespace).delete();
    kubernetes.close();
  }
}

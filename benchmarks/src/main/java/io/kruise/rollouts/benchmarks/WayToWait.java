// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.benchmarks;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.kruise.rollouts.client.NamespacedRollouts;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.WaitOptions;
import io.kruise.rollouts.client.readiness.StepExpectation;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ways to wait until each Rollout of a field is at a step. */
enum WayToWait {
  /** The library. */
  OURS("rollouts-client") {
    @Override
    AutoCloseable begin(WaitField field, KubernetesClient kubernetes, int step, Woken woken) {
      NamespacedRollouts rollouts = RolloutsClient.on(kubernetes).inNamespace(field.namespace());
      CountDownLatch established = new CountDownLatch(field.size());
      WaitOptions options =
          WaitOptions.atMost(PATIENCE).withProgressListener(readiness -> established.countDown());
      StepExpectation goal = StepExpectation.awaitingApproval(step).ofRelease("r2");
      for (int i = 0; i < field.size(); i++) {
        int number = i;
        rollouts
            .withName(WaitField.name(i))
            .waitForAsync(goal, options)
            .whenComplete((view, failure) -> woken.woken(number, failure));
      }
      return await(established, () -> {});
    }
  },

  /** One informer of fabric8's, whose handler looks who is meant: the limit. */
  INFORMER("one bare shared informer") {
    @Override
    AutoCloseable begin(WaitField field, KubernetesClient kubernetes, int step, Woken woken) {
      CountDownLatch established = new CountDownLatch(field.size());
      var informer =
          kubernetes
              .resources(Rollout.class)
              .inNamespace(field.namespace())
              .inform(
                  new ResourceEventHandler<Rollout>() {
                    @Override
                    public void onAdd(Rollout rollout) {
                      established.countDown();
                    }

                    @Override
                    public void onUpdate(Rollout before, Rollout now) {
                      if (WaitField.isAt(now, step)) {
                        woken.woken(WaitField.number(now), null);
                      }
                    }

                    @Override
                    public void onDelete(Rollout rollout, boolean unknown) {}
                  });
      return await(established, informer);
    }
  },

  /** A thread and a watch for each. */
  UNTIL("fabric8 waitUntilCondition") {
    @Override
    AutoCloseable begin(WaitField field, KubernetesClient kubernetes, int step, Woken woken)
        throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(field.size());
      CountDownLatch established = new CountDownLatch(field.size());
      for (int i = 0; i < field.size(); i++) {
        int number = i;
        boolean[] seen = new boolean[1];
        threads.execute(
            () -> {
              try {
                resource(kubernetes, field, number)
                    .waitUntilCondition(
                        rollout -> {
                          if (!seen[0]) {
                            seen[0] = true;
                            established.countDown();
                          }
                          return WaitField.isAt(rollout, step);
                        },
                        PATIENCE.toMinutes(),
                        TimeUnit.MINUTES);
                woken.woken(number, null);
              } catch (RuntimeException e) {
                established.countDown();
                woken.woken(number, e);
              }
            });
      }
      return await(established, threads::shutdownNow);
    }
  },

  /** A GET each second, by 32 threads. */
  POLL("polling each second") {
    @Override
    AutoCloseable begin(WaitField field, KubernetesClient kubernetes, int step, Woken woken)
        throws Exception {
      ScheduledExecutorService threads = Executors.newScheduledThreadPool(32);
      CountDownLatch established = new CountDownLatch(field.size());
      for (int i = 0; i < field.size(); i++) {
        poll(threads, kubernetes, field, i, step, woken, established, true);
      }
      return await(established, threads::shutdownNow);
    }
  };

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /** Hears of each wait's end, once or more often. */
  interface Woken {
    void woken(int number, Throwable failure);
  }

  final String title;

  WayToWait(String title) {
    this.title = title;
  }

  /** Begins to wait for all, and returns when all are established or have failed. */
  abstract AutoCloseable begin(WaitField field, KubernetesClient kubernetes, int step, Woken woken)
      throws Exception;

  private static AutoCloseable await(CountDownLatch established, AutoCloseable end) {
    try {
      if (!established.await(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
        throw new IllegalStateException(established.getCount() + " waits were not established");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return end;
  }

  private static Resource<Rollout> resource(KubernetesClient client, WaitField field, int number) {
    return client
        .resources(Rollout.class)
        .inNamespace(field.namespace())
        .withName(WaitField.name(number));
  }

  private static void poll(
      ScheduledExecutorService threads,
      KubernetesClient kubernetes,
      WaitField field,
      int number,
      int step,
      Woken woken,
      CountDownLatch established,
      boolean first) {
    threads.schedule(
        () -> {
          try {
            if (WaitField.isAt(resource(kubernetes, field, number).get(), step)) {
              woken.woken(number, null);
              return;
            }
            established.countDown();
            poll(threads, kubernetes, field, number, step, woken, established, false);
          } catch (RuntimeException e) {
            established.countDown();
            woken.woken(number, e);
          }
        },
        first ? number % 1000 : 1000,
        TimeUnit.MILLISECONDS);
  }
}

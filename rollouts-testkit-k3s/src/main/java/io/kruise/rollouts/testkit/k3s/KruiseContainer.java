// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.testkit.k3s.KruiseStartException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.lifecycle.Startable;

/**
 * A Kubernetes cluster with Kruise Rollouts, in a container: k3s unless the options name another
 * image. {@link #start} returns when a release would be captured.
 *
 * <p>Nothing touches Docker before {@link #start}, so it can be a static field of a test, also with
 * the annotation {@code @Container} of Testcontainers. With JUnit 5, {@link KruiseK3s} starts one
 * for all classes of a run.
 *
 * <p>Thread-safe.
 */
public final class KruiseContainer implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(KruiseContainer.class);
  private static final int LOG_LINES = 80;

  private final K3sOptions options;
  private @Nullable Running running;

  /** What there is between start and stop. */
  private record Running(
      K3sContainer container, String kubeconfig, KubernetesClient client, boolean installedHere) {}

  /** k3s with Kruise Rollouts v0.6.2, or what {@link K3sOptions#fromEnvironment} says. */
  public KruiseContainer() {
    this(K3sOptions.fromEnvironment());
  }

  /**
   * The cluster that the options name.
   *
   * @param options which
   */
  public KruiseContainer(K3sOptions options) {
    this.options = requireNonNull(options, "options");
  }

  /**
   * Starts the cluster, installs Kruise Rollouts unless it is there, and waits until its webhooks
   * answer. Does nothing when it is started already.
   *
   * @throws KruiseStartException if that fails; nothing is left running then
   */
  @Override
  public synchronized void start() {
    if (running != null) {
      return;
    }
    long begin = System.nanoTime();
    RecentLines log = new RecentLines(LOG_LINES);
    K3sContainer container = Launch.of(options, log);
    try {
      Running risen = rise(container, log);
      running = risen;
      LOG.info(
          "Kruise Rollouts ({}) answers in {} after {} ms",
          risen.installedHere ? options.controllerImage() : "of the image",
          options.image(),
          Duration.ofNanos(System.nanoTime() - begin).toMillis());
    } catch (RuntimeException e) {
      container.stop();
      throw e;
    }
  }

  private Running rise(K3sContainer container, RecentLines log) {
    String kubeconfig = container.getKubeConfigYaml();
    KubernetesClient client = client(Config.fromKubeconfig(kubeconfig));
    try {
      boolean installed = installIfWanted(new Cluster(client), log);
      Config impatient = Config.fromKubeconfig(kubeconfig);
      impatient.setRequestRetryBackoffLimit(0); // what is not there yet is asked again anyway
      try (KubernetesClient asking = client(impatient)) {
        awaitAnswers(new Cluster(asking), log);
      }
      return new Running(container, kubeconfig, client, installed);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private boolean installIfWanted(Cluster cluster, RecentLines log) {
    try {
      if (cluster.hasRollouts()) {
        return false;
      }
      if (options.installation() == K3sOptions.Installation.NEVER) {
        throw new KruiseStartException(
            Reason.NOT_INSTALLED, Sentences.notInstalled(options.image()), log.text(), null);
      }
      cluster.install(Manifests.of(options));
      return true;
    } catch (KubernetesClientException | IOException e) {
      throw new KruiseStartException(
          Reason.NOT_INSTALLED, Sentences.installFailed(options, e), log.text(), e);
    }
  }

  private void awaitAnswers(Cluster cluster, RecentLines log) {
    Optional<String> amiss =
        Patience.live()
            .until(
                options.readyLimit(),
                () -> {
                  Optional<String> now = cluster.amiss();
                  if (now.isPresent()) {
                    refuseMissingImage(cluster.controllerPods());
                  }
                  return now;
                });
    if (amiss.isPresent()) {
      List<Pod> pods = cluster.controllerPods();
      throw new KruiseStartException(
          Reason.NO_ANSWER,
          Sentences.noAnswer(options, amiss.get(), ControllerPods.seen(pods)),
          logs(cluster, log),
          null);
    }
  }

  /** The controller's and the container's: where it runs in no pod, the container has it all. */
  private static Optional<String> logs(Cluster cluster, RecentLines log) {
    List<String> all =
        Stream.of(cluster.controllerLogs(), log.text()).flatMap(Optional::stream).toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", all));
  }

  private void refuseMissingImage(List<Pod> pods) {
    ControllerPods.missingImage(pods)
        .ifPresent(
            missing -> {
              throw new KruiseStartException(
                  Reason.NO_IMAGE, Sentences.noControllerImage(missing), Optional.empty(), null);
            });
  }

  /** Removes the container, and closes the client. Does nothing when it is not started. */
  @Override
  public synchronized void stop() {
    Running ending = running;
    running = null;
    if (ending != null) {
      ending.client.close();
      ending.container.stop();
    }
  }

  /**
   * How to reach the cluster from this machine, as its admin.
   *
   * @return a kubeconfig that stands alone, as YAML
   * @throws IllegalStateException if it is not started
   */
  public String kubeconfig() {
    return running().kubeconfig;
  }

  /**
   * The cluster's admin. Always the same client, closed by {@link #stop}.
   *
   * @return a client whose namespace is {@code default}
   * @throws IllegalStateException if it is not started
   */
  public KubernetesClient client() {
    return running().client;
  }

  /**
   * The container itself.
   *
   * @return it, running
   * @throws IllegalStateException if it is not started
   */
  public K3sContainer container() {
    return running().container;
  }

  /**
   * Whether Kruise Rollouts came from the manifests, and not with the image.
   *
   * @return true when it was installed by {@link #start}
   * @throws IllegalStateException if it is not started
   */
  public boolean installedHere() {
    return running().installedHere;
  }

  /**
   * The end of what the controller has written.
   *
   * @return empty when it does not run in a pod, as in an image that brings it along
   * @throws IllegalStateException if it is not started
   */
  public Optional<String> controllerLogs() {
    return new Cluster(running().client).controllerLogs();
  }

  private synchronized Running running() {
    if (running == null) {
      throw new IllegalStateException(
          "the cluster " + options.image() + " is not started: call start()");
    }
    return running;
  }

  @Override
  public String toString() {
    return "Kruise Rollouts in " + options.image();
  }
}

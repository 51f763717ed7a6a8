// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import io.kruise.rollouts.testkit.k3s.KruiseStartException.Reason;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** Starts the container, and puts Testcontainers' failures into sentences. */
final class Launch {
  private Launch() {}

  /** The started container. */
  @SuppressWarnings("resource") // the caller's, when it started
  static K3sContainer of(K3sOptions options, RecentLines log) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new KruiseStartException(
          Reason.NO_DOCKER,
          Sentences.noDocker(options.image(), Optional.ofNullable(System.getenv("DOCKER_HOST"))),
          Optional.empty(),
          null);
    }
    K3sContainer container = new K3sContainer(name(options.image()));
    container.withPrivilegedMode(options.privileged());
    container.withStartupTimeout(options.startLimit());
    container.withLogConsumer(log);
    options.customizer().accept(container);
    try {
      container.start();
      return container;
    } catch (RuntimeException e) {
      container.stop();
      throw failure(options, log, e);
    }
  }

  private static DockerImageName name(String image) {
    return DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s");
  }

  static KruiseStartException failure(K3sOptions options, RecentLines log, RuntimeException e) {
    Optional<Throwable> fetch =
        causes(e).filter(ContainerFetchException.class::isInstance).findFirst();
    if (fetch.isPresent()) {
      return new KruiseStartException(
          Reason.NO_IMAGE, Sentences.noImage(options.image(), last(e)), Optional.empty(), e);
    }
    return new KruiseStartException(
        Reason.CONTAINER_FAILED,
        Sentences.containerFailed(options, last(e), log.last()),
        log.text(),
        e);
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, each -> each != null, Throwable::getCause);
  }

  /** The innermost says it most plainly. */
  private static Throwable last(Throwable e) {
    return causes(e).reduce(e, (outer, inner) -> inner);
  }
}

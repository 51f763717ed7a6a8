// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import io.kruise.rollouts.testkit.k3s.KruiseStartException.Reason;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** Starts the container, and puts Testcontainers' failures into sentences. */
final class Launch {
  /** The image that removes containers when their tests have died. */
  private static final String HELPER = "testcontainers/ryuk";

  private static final Pattern IMAGE = Pattern.compile("(?:imageName=|pull image: )([^\\s,)]+)");

  private Launch() {}

  /** The started container. */
  @SuppressWarnings("resource") // the caller's, when it started
  static K3sContainer of(K3sOptions options, RecentLines log) {
    if (!dockerAnswers(options, log)) {
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

  private static boolean dockerAnswers(K3sOptions options, RecentLines log) {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException e) { // an engine that answers, and lacks something
      throw failure(options, log, e);
    }
  }

  private static DockerImageName name(String image) {
    return DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s");
  }

  static KruiseStartException failure(K3sOptions options, RecentLines log, RuntimeException e) {
    Optional<String> missing =
        causes(e)
            .filter(ContainerFetchException.class::isInstance)
            .map(fetch -> imageIn(fetch).orElse(options.image()))
            .findFirst();
    if (missing.isPresent()) {
      return new KruiseStartException(
          Reason.NO_IMAGE,
          missing.get().contains(HELPER)
              ? Sentences.noHelper(missing.get(), seen(e))
              : Sentences.noImage(missing.get(), seen(e)),
          Optional.empty(),
          e);
    }
    return new KruiseStartException(
        Reason.CONTAINER_FAILED,
        Sentences.containerFailed(options, seen(e), log.last()),
        log.text(),
        e);
  }

  /** Testcontainers has images of its own, and names the one that it did not get. */
  private static Optional<String> imageIn(Throwable fetch) {
    return Optional.ofNullable(fetch.getMessage())
        .map(IMAGE::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, each -> each != null, Throwable::getCause);
  }

  /**
   * The innermost says it most plainly, but for those that only tell of a wait, or repeat that an
   * image is missing.
   */
  private static Optional<Throwable> seen(Throwable e) {
    return causes(e)
        .filter(each -> !each.getClass().getName().contains("awaitility"))
        .filter(each -> !(each instanceof ContainerFetchException))
        .reduce((outer, inner) -> inner);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the kubeconfig that was given, as kubectl does, and opens a client that does not wait for
 * ever.
 */
final class Connection {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 10_000;

  private Connection() {}

  static KubernetesClient open(Optional<Path> asked, Map<String, String> environment) {
    List<Path> files = files(asked, environment);
    files.forEach(Connection::check);
    Config config = read(files);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setRequestTimeout(REQUEST_MILLIS);
    config.setRequestRetryBackoffLimit(1);
    try {
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (RuntimeException e) {
      throw new DemoFailedException(
          "the certificates or the key in %s can't be used (%s): get a new kubeconfig of the cluster"
              .formatted(names(files), Failures.rootMessage(e)),
          e);
    }
  }

  private static Config read(List<Path> files) {
    // where fabric8 looks first, before KUBECONFIG; it merges several files as kubectl does
    System.setProperty(
        Config.KUBERNETES_KUBECONFIG_FILE,
        files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    Config config;
    try {
      config = Config.autoConfigure(null);
    } catch (RuntimeException e) { // it tells of parsers and beans, none of it for people
      throw new DemoFailedException(
          "%s is not a kubeconfig, or something is missing in it: give another with --kubeconfig"
              .formatted(names(files)),
          e);
    }
    if (config.getCurrentContext() == null || config.getFileWithCluster() == null) {
      throw new DemoFailedException(
          "%s has no current context with a cluster: choose one with kubectl config use-context, or give another kubeconfig with --kubeconfig"
              .formatted(names(files)));
    }
    return config;
  }

  private static String names(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static List<Path> files(Optional<Path> asked, Map<String, String> environment) {
    if (asked.isPresent()) {
      return List.of(asked.get());
    }
    String listed = environment.getOrDefault("KUBECONFIG", "");
    List<Path> all =
        Stream.of(listed.split(File.pathSeparator))
            .filter(name -> !name.isBlank())
            .map(Path::of)
            .toList();
    List<Path> present = all.stream().filter(Files::exists).toList();
    return present.isEmpty() ? all : present;
  }

  private static void check(Path file) {
    if (!Files.exists(file)) {
      throw new DemoFailedException(
          "there is no kubeconfig " + file + ": give one with --kubeconfig or KUBECONFIG");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new DemoFailedException(
          "the kubeconfig "
              + file
              + (Files.isDirectory(file) ? " is a directory" : " can't be read")
              + ": give a file that you may read with --kubeconfig");
    }
  }
}

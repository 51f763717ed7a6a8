// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test class a namespace on the run's cluster, and takes it away afterwards, with all
 * that is in it.
 */
final class RealCluster implements BeforeAllCallback, AfterAllCallback {

  /**
   * The HTTP clients that the suites run with; they differ in what they repeat and how they fail.
   */
  enum Http {
    JDK,
    VERTX
  }

  private static final long GONE_MINUTES = 3;

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(RealCluster.class);

  private @Nullable String namespace;
  private @Nullable KubernetesClient admin;
  private @Nullable TestBed bed;

  @Override
  public void beforeAll(ExtensionContext context) {
    TestBed shared =
        context
            .getRoot()
            .getStore(STORE)
            .getOrComputeIfAbsent("bed", key -> TestBed.open(), TestBed.class);
    bed = shared;
    KubernetesClient client = client(Http.VERTX);
    admin = client;
    String name =
        context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT)
            + "-"
            + UUID.randomUUID().toString().substring(0, 6);
    namespace = name;
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    try (KubernetesClient client = admin()) {
      // the Rollouts first, and at once: the controller needs their workloads to let go of them
      client
          .resources(io.kruise.rollouts.model.v1beta1.Rollout.class)
          .inNamespace(namespace())
          .delete();
      Resource<Namespace> made = client.namespaces().withName(namespace());
      made.delete();
      // its end is part of the run: nothing may be left behind, and the test bed goes down next
      made.waitUntilCondition(Objects::isNull, GONE_MINUTES, TimeUnit.MINUTES);
    }
  }

  String namespace() {
    return requireNonNull(namespace);
  }

  KubernetesClient admin() {
    return requireNonNull(admin);
  }

  Config config() {
    return Config.fromKubeconfig(requireNonNull(bed).kubeconfig());
  }

  KubernetesClient client(Http http) {
    return client(http, config(), builder -> {});
  }

  static KubernetesClient client(
      Http http, Config config, Consumer<HttpClient.Builder> customizer) {
    HttpClient.Factory factory =
        http == Http.JDK ? new JdkHttpClientFactory() : new VertxHttpClientFactory();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(factory)
        .withHttpClientBuilderConsumer(customizer)
        .build();
  }
}

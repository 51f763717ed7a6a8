// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A cluster in which each test class has a namespace of its own. */
abstract class TestCluster implements BeforeAllCallback, AfterAllCallback {

  /**
   * The HTTP clients that the suites run with; they differ in what they repeat and how they fail.
   */
  enum Http {
    JDK,
    VERTX
  }

  private @Nullable String namespace;
  private @Nullable KubernetesClient admin;

  /** Makes sure that the cluster is there. */
  abstract void open(ExtensionContext context);

  /** How to reach it. */
  abstract Config config();

  @Override
  public final void beforeAll(ExtensionContext context) {
    open(context);
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

  final String namespace() {
    return requireNonNull(namespace);
  }

  final KubernetesClient admin() {
    return requireNonNull(admin);
  }

  final KubernetesClient client(Http http) {
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

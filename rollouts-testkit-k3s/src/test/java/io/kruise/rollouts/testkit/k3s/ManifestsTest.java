// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("what is installed")
class ManifestsTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @Test
  @DisplayName("is CRDs, rights, webhooks and one controller, whose gate AdvancedDeployment is on")
  void bundled() throws IOException {
    List<HasMetadata> objects = Manifests.of(K3sOptions.defaults()).objects();

    assertThat(objects)
        .extracting(HasMetadata::getKind)
        .contains(
            "Namespace",
            "ServiceAccount",
            "ClusterRole",
            "ClusterRoleBinding",
            "Service",
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration")
        .filteredOn("CustomResourceDefinition"::equals)
        .hasSize(4);
    assertThat(controller(objects).getImage()).isEqualTo(K3sOptions.CONTROLLER);
    assertThat(controller(objects).getArgs()).contains("--feature-gates=AdvancedDeployment=true");
  }

  @Test
  @DisplayName("loses nothing on the way from the file through the model")
  void lossless() throws IOException {
    KubernetesSerialization serialization = new KubernetesSerialization();
    try (InputStream yaml = bundledYaml();
        InputStream again = bundledYaml()) {
      List<JsonNode> documents =
          YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll();
      List<HasMetadata> objects = Manifests.parse(again).objects();
      assertThat(objects).hasSameSizeAs(documents);
      for (int n = 0; n < documents.size(); n++) {
        JsonNode written = YAML.readTree(serialization.asJson(objects.get(n)));
        assertThat(present(written)).isEqualTo(present(documents.get(n)));
      }
    }
  }

  @Test
  @DisplayName("is another file where the options name one, with the images that it names itself")
  void otherFile(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: mine}
            spec: {template: {spec: {containers: [{name: manager, image: "mine:1"}]}}}
            """);
    List<HasMetadata> objects = Manifests.of(K3sOptions.defaults().withManifests(file)).objects();
    assertThat(objects).hasSize(1);
    assertThat(controller(objects).getImage()).isEqualTo("mine:1");
  }

  @Test
  @DisplayName("has the controller's image that the options name")
  void otherImage() throws IOException {
    K3sOptions options = K3sOptions.defaults().withControllerImage("mirror/kruise-rollout:v0.6.2");
    assertThat(controller(Manifests.of(options).objects()).getImage())
        .isEqualTo("mirror/kruise-rollout:v0.6.2");
  }

  private static InputStream bundledYaml() {
    return requireNonNull(Manifests.class.getResourceAsStream("kruise-rollouts-v0.6.2.yaml"));
  }

  private static Container controller(List<HasMetadata> objects) {
    List<Container> containers =
        objects.stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .flatMap(each -> each.getSpec().getTemplate().getSpec().getContainers().stream())
            .toList();
    assertThat(containers).hasSize(1);
    return containers.get(0);
  }

  /** A null, or an empty list or map, says the same as nothing at all. */
  private static JsonNode present(JsonNode node) {
    JsonNode copy = node.deepCopy();
    prune(copy);
    return copy;
  }

  private static boolean prune(JsonNode node) {
    if (node.isContainerNode()) {
      for (var each = node.elements(); each.hasNext(); ) {
        if (prune(each.next()) && node.isObject()) {
          each.remove();
        }
      }
      return node.isEmpty();
    }
    return node.isNull();
  }
}

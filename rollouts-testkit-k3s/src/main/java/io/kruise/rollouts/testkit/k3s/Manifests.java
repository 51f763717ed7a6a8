// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.k3s;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;

/** What is installed: objects in the order of their file. */
record Manifests(List<HasMetadata> objects) {
  private static final String BUNDLED = "kruise-rollouts-v0.6.2.yaml";

  Manifests {
    objects = List.copyOf(objects);
  }

  /** Those that the options name, with the controller's image in them. */
  static Manifests of(K3sOptions options) throws IOException {
    try (InputStream yaml =
        options.manifests().isPresent()
            ? Files.newInputStream(options.manifests().get())
            : requireNonNull(Manifests.class.getResourceAsStream(BUNDLED), BUNDLED)) {
      return parse(yaml).withControllerImage(options.controllerImage());
    }
  }

  static Manifests parse(InputStream yaml) {
    Object read = new KubernetesSerialization().unmarshal(yaml);
    Collection<?> all = read instanceof Collection<?> many ? many : List.of(read);
    return new Manifests(all.stream().map(HasMetadata.class::cast).toList());
  }

  /** In place of upstream's placeholder; an image that a file names itself stays. */
  private Manifests withControllerImage(String image) {
    for (HasMetadata object : objects) {
      if (object instanceof Deployment deployment) {
        for (Container container : deployment.getSpec().getTemplate().getSpec().getContainers()) {
          if (K3sOptions.PLACEHOLDER.equals(container.getImage())) {
            container.setImage(image);
          }
        }
      }
    }
    return this;
  }
}

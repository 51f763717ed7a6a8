// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.engine.Step;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps in each namespace the ServiceAccount "default"
 * (pkg/controller/serviceaccount/serviceaccounts_controller.go) and the ConfigMap
 * "kube-root-ca.crt" (pkg/controller/certificates/rootcacertpublisher/publisher.go). The server's
 * addresses are plain HTTP, so that there is no certificate to publish: its text is empty.
 */
public final class NamespaceDefaults implements Controller {
  private static final String ACCOUNT = "default";
  private static final String CERTIFICATE = "kube-root-ca.crt";

  @Override
  public String name() {
    return "service-account-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    ObjectRef ref = change.ref();
    if (!ref.group().isEmpty()) {
      return List.of();
    }
    if (ref.kind().equals("Namespace")) {
      return List.of(ref);
    }
    boolean lost =
        change.type() == Change.Type.DELETED
            && ((ref.kind().equals("ServiceAccount") && ref.name().equals(ACCOUNT))
                || (ref.kind().equals("ConfigMap") && ref.name().equals(CERTIFICATE)));
    return lost ? List.of(new ObjectRef("", "Namespace", "", ref.namespace())) : List.of();
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    Optional<ObjectNode> namespace = world.get(ref);
    Step.Builder step = Step.builder();
    if (namespace.isPresent() && !Meta.deleting(namespace.get())) {
      createIfAbsent(object("ServiceAccount", ACCOUNT, ref.name()), world, step);
      ObjectNode certificate = object("ConfigMap", CERTIFICATE, ref.name());
      Json.dig(certificate, "metadata", "annotations")
          .put(
              "kubernetes.io/description",
              "Contains a CA bundle that can be used to verify the kube-apiserver when using"
                  + " internal endpoints such as the internal service IP or kubernetes.default.svc."
                  + " No other usage is guaranteed across distributions of Kubernetes clusters.");
      certificate.putObject("data").put("ca.crt", "");
      createIfAbsent(certificate, world, step);
    }
    return step.build();
  }

  private static ObjectNode object(String kind, String name, String namespace) {
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", kind);
    object.putObject("metadata").put("name", name).put("namespace", namespace);
    return object;
  }

  private static void createIfAbsent(ObjectNode object, World world, Step.Builder step) {
    if (world.get(ObjectRef.of(object)).isEmpty()) {
      step.create(object);
    }
  }
}

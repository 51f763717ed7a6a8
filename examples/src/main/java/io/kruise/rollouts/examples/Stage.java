// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The namespace of a run: there and without the demo's objects when the release begins, and
 * afterwards as it was found. What this program did not make, it does not remove.
 */
final class Stage implements AutoCloseable {
  /** The namespace could not be left as it was found. */
  static final class CleanUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException why;

    CleanUpException(RuntimeException why) {
      super(why);
      this.why = why;
    }

    RuntimeException why() {
      return why;
    }
  }

  private static final int GONE_SECONDS = 90;

  private final KubernetesClient kubernetes;
  private final String namespace;
  private final boolean keep;
  private final Console console;
  private final Resource<Rollout> rollout;
  private final Resource<Deployment> deployment;
  private boolean namespaceMade;
  private boolean prepared;

  Stage(KubernetesClient kubernetes, String namespace, boolean keep, Console console) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
    this.keep = keep;
    this.console = console;
    this.rollout =
        kubernetes.resources(Rollout.class).inNamespace(namespace).withName(GuideObjects.ROLLOUT);
    this.deployment =
        kubernetes.apps().deployments().inNamespace(namespace).withName(GuideObjects.DEPLOYMENT);
  }

  void prepare() {
    // the first call of all: it tells a server that is not there, or does not know Rollouts
    RolloutsClient.on(kubernetes).inNamespace(namespace).withName(GuideObjects.ROLLOUT).find();
    makeNamespace();
    removeLeftOvers();
    prepared = true;
  }

  private void makeNamespace() {
    Resource<Namespace> resource = kubernetes.namespaces().withName(namespace);
    @Nullable Namespace found;
    try {
      found = resource.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 403) {
        throw e;
      }
      return; // one who may work in a namespace need not be one who may look at it
    }
    if (found != null && found.getMetadata().getDeletionTimestamp() != null) {
      console.note("prepare", "namespace " + namespace + " is being removed, waiting for its end");
      awaitEnd(resource, "namespace " + namespace);
      found = null;
    }
    if (found == null) {
      kubernetes
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
      namespaceMade = true;
      console.note("prepare", "namespace " + namespace + " created");
    }
  }

  private void removeLeftOvers() {
    boolean rolloutLeft = isOurs(rollout);
    boolean deploymentLeft = isOurs(deployment);
    if (rolloutLeft || deploymentLeft) {
      console.note("prepare", "removing the objects of an earlier run");
    }
    if (rolloutLeft) {
      rollout.delete();
      awaitEnd(rollout, "Rollout " + GuideObjects.ROLLOUT);
    }
    if (deploymentLeft) {
      // in the foreground: it is gone when its pods are
      deployment.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
      awaitEnd(deployment, "Deployment " + GuideObjects.DEPLOYMENT);
    }
  }

  private boolean isOurs(Resource<? extends HasMetadata> resource) {
    @Nullable HasMetadata found = resource.get();
    if (found == null) {
      return false;
    }
    @Nullable Map<String, String> labels = found.getMetadata().getLabels();
    if (labels == null || !labels.entrySet().containsAll(GuideObjects.MADE_HERE.entrySet())) {
      throw new DemoFailedException(
          "the namespace %s has a %s %s that is not of this program: choose another with --namespace, or delete it yourself"
              .formatted(namespace, found.getKind(), found.getMetadata().getName()));
    }
    return true;
  }

  private static void awaitEnd(Resource<? extends HasMetadata> resource, String what) {
    try {
      resource.waitUntilCondition(Objects::isNull, GONE_SECONDS, TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new DemoFailedException(
          "waited %d s for the end of %s, which is being removed, and it is still there: look at its finalizers, or choose another namespace with --namespace"
              .formatted(GONE_SECONDS, what),
          e);
    }
  }

  /** Leaves the namespace as it was found. Not hindered by an interrupt. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      cleanUp();
    } catch (RuntimeException e) {
      throw new CleanUpException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void cleanUp() {
    if (keep) {
      console.note("clean up", "namespace " + namespace + " is left as it is");
    } else if (namespaceMade) {
      kubernetes.namespaces().withName(namespace).delete();
      console.note("clean up", "namespace " + namespace + " removed");
    } else if (prepared) {
      boolean rolloutLeft = isOurs(rollout);
      boolean deploymentLeft = isOurs(deployment);
      if (rolloutLeft) {
        rollout.delete();
      }
      if (deploymentLeft) {
        deployment.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
      }
      if (rolloutLeft || deploymentLeft) {
        console.note("clean up", "Deployment and Rollout removed");
      }
    }
  }
}

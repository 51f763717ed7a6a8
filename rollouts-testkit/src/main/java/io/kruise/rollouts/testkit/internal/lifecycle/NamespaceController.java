// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
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
 * Empties namespaces that are being deleted, and then lets them go
 * (pkg/controller/namespace/deletion/namespaced_resources_deleter.go). It begins at once, where a
 * real cluster lets five seconds pass.
 */
public final class NamespaceController implements Controller {
  private final ResourceRegistry types;

  /**
   * A controller.
   *
   * @param types the types that are served, for its messages
   */
  public NamespaceController(ResourceRegistry types) {
    this.types = types;
  }

  @Override
  public String name() {
    return "namespace-controller";
  }

  @Override
  public Collection<ObjectRef> concerns(Change change, World world) {
    ObjectRef ref = change.ref();
    if (ref.kind().equals("Namespace") && ref.group().isEmpty()) {
      return Meta.deleting(change.after()) ? List.of(ref) : List.of();
    }
    if (change.type() != Change.Type.DELETED || ref.namespace().isEmpty()) {
      return List.of();
    }
    ObjectRef namespace = new ObjectRef("", "Namespace", "", ref.namespace());
    return world.get(namespace).filter(Meta::deleting).isPresent() ? List.of(namespace) : List.of();
  }

  @Override
  public Step reconcile(ObjectRef ref, World world, Instant now) {
    Optional<ObjectNode> found = world.get(ref);
    if (found.isEmpty()
        || !Meta.deleting(found.get())
        || found.get().path("spec").path("finalizers").isEmpty()) {
      return Step.nothing();
    }
    Step.Builder step = Step.builder();
    List<ObjectNode> content = world.inNamespace(ref.name());
    content.stream()
        .filter(object -> !Meta.deleting(object))
        .forEach(object -> step.delete(ObjectRef.of(object)));
    List<ObjectNode> remaining =
        content.stream().filter(object -> !Meta.finalizers(object).isEmpty()).toList();
    step.mergeStatus(ref, new NamespaceConditions(found.get(), types, now).remaining(remaining));
    if (content.isEmpty()) {
      ObjectNode patch = Json.object();
      patch.putObject("spec").putArray("finalizers");
      step.merge(ref, patch);
    }
    return step.build();
  }
}

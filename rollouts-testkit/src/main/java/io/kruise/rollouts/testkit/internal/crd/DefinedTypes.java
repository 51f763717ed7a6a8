// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.crd;

import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.schema.CustomTypes;
import io.kruise.rollouts.testkit.internal.store.Change;
import java.util.List;
import java.util.function.Consumer;

/** Serves what CustomResourceDefinitions define, as long as they are there. */
public final class DefinedTypes implements Consumer<Change> {
  private final ResourceRegistry registry;

  /**
   * For a registry.
   *
   * @param registry the types that are served
   */
  public DefinedTypes(ResourceRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void accept(Change change) {
    if (!change.ref().kind().equals(DefinitionController.KIND)
        || !change.ref().group().equals(DefinitionController.GROUP)) {
      return;
    }
    List<ResourceType> before =
        change.before() == null ? List.of() : CustomTypes.of(change.before());
    boolean gone = change.type() == Change.Type.DELETED;
    List<ResourceType> after = gone ? List.of() : CustomTypes.of(change.after());
    if (!before.equals(after)) {
      before.forEach(registry::unregister);
      after.forEach(registry::register);
    }
  }
}

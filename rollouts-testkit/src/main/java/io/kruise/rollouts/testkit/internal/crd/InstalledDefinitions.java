// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.schema.BuiltInTypes;
import io.kruise.rollouts.testkit.internal.schema.ObjectSchemas;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * CustomResourceDefinitions that are there before anybody comes. They are large, and the same in
 * all clusters: so they go through the API's rules once, and then clusters share their spec. As the
 * schemas of the types are a part of it, these are compiled for one and found by all.
 */
public final class InstalledDefinitions {
  private InstalledDefinitions() {}

  /**
   * Definitions as a cluster would store them.
   *
   * @param definitions as they are applied; left as they are
   * @return what {@link #into} takes, not to be changed
   */
  public static List<ObjectNode> prepare(Collection<ObjectNode> definitions) {
    ResourceType type =
        BuiltInTypes.get().types().stream()
            .filter(each -> each.kind().equals(DefinitionController.KIND))
            .filter(each -> each.group().equals(DefinitionController.GROUP))
            .findFirst()
            .orElseThrow();
    ObjectService rules =
        new ObjectService(
            new ObjectStore(),
            ObjectSchemas.of(List.of(type)),
            List.of(new DefinitionRules()),
            () -> Instant.EPOCH);
    return definitions.stream().map(each -> rules.create(type, "", each, false)).toList();
  }

  /**
   * Stores definitions, accepted already.
   *
   * @param store where to; its cluster serves their types from then on
   * @param prepared by {@link #prepare}; left as they are
   * @param now the cluster's time
   */
  public static void into(ObjectStore store, List<ObjectNode> prepared, Instant now) {
    for (ObjectNode definition : prepared) {
      ObjectNode object = Json.object();
      object.setAll(definition);
      ObjectNode metadata = Meta.of(definition).deepCopy();
      metadata
          .put("uid", UUID.randomUUID().toString())
          .put("creationTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
      object.set("metadata", metadata);
      object.set("status", DefinitionController.accepted(definition, now));
      store.put(object);
    }
  }
}

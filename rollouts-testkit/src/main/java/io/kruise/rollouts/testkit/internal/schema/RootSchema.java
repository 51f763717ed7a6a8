// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kruise.rollouts.testkit.internal.patch.PatchSchema;
import java.util.List;
import java.util.Set;

/**
 * The schema of a whole custom resource: what its definition says, with the metadata that all
 * objects have.
 *
 * @param body what the definition says
 * @param metadata of all objects
 */
record RootSchema(PatchSchema body, PatchSchema metadata) implements PatchSchema {
  private static final Set<String> OF_ALL = Set.of("apiVersion", "kind", "metadata");

  @Override
  public PatchSchema field(String name) {
    return name.equals("metadata") ? metadata : body.field(name);
  }

  @Override
  public boolean declares(String name) {
    return OF_ALL.contains(name) || body.declares(name);
  }

  @Override
  public PatchSchema items() {
    return UNKNOWN;
  }

  @Override
  public List<String> patchStrategies() {
    return List.of();
  }

  @Override
  public String patchMergeKey() {
    return "";
  }

  @Override
  public String listType() {
    return "atomic";
  }

  @Override
  public List<String> listMapKeys() {
    return List.of();
  }

  @Override
  public boolean atomicMap() {
    return false;
  }

  @Override
  public JsonNode defaultValue() {
    return MissingNode.getInstance();
  }
}

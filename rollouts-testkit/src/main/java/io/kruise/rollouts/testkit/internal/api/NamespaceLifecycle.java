// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.Set;

/**
 * Nothing is made in a namespace that isn't there or that is going, and some namespaces stay.
 * Source: apiserver, pkg/admission/plugin/namespace/lifecycle.
 */
public final class NamespaceLifecycle implements Admission {
  private static final Set<String> STAY = Set.of("default", "kube-system", "kube-public");

  @Override
  public void mutate(Request request) {
    ResourceType type = request.type();
    if (request.operation() != Operation.CREATE || !type.namespaced()) {
      return;
    }
    String name = Meta.namespace(request.object());
    ObjectNode namespace =
        request
            .world()
            .get(new ObjectRef("", "Namespace", "", name))
            .orElseThrow(
                () ->
                    new ApiException(
                        404,
                        "NotFound",
                        "namespaces \"" + name + "\" not found",
                        Json.object().put("name", name).put("kind", "namespaces")));
    if (Meta.deleting(namespace)) {
      throw terminating(type, Meta.name(request.object()), name);
    }
  }

  @Override
  public void validate(Request request) {
    String name = Meta.name(request.object());
    if (request.operation() == Operation.DELETE
        && request.type().resource().equals("namespaces")
        && STAY.contains(name)) {
      throw ApiException.forbidden(request.type(), name, "this namespace may not be deleted");
    }
  }

  private static ApiException terminating(ResourceType type, String name, String namespace) {
    String why =
        "unable to create new content in namespace "
            + namespace
            + " because it is being terminated";
    ObjectNode details = Json.object().put("name", name);
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural());
    details
        .putArray("causes")
        .addObject()
        .put("reason", "NamespaceTerminating")
        .put("message", "namespace " + namespace + " is being terminated")
        .put("field", "metadata.namespace");
    return new ApiException(
        403, "Forbidden", type.resource() + " \"" + name + "\" is forbidden: " + why, details);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.v1beta1.IngressTrafficRouting;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A second Ingress beside the stable one, with annotations that say which requests it takes
 * (pkg/trafficrouting/network/ingress).
 */
final class IngressProvider implements NetworkProvider {
  private static final String GROUP = "networking.k8s.io";

  private final Call call;
  private final IngressClass type;
  private final ObjectRef stable;
  private final ObjectRef canary;

  IngressProvider(Call call, IngressTrafficRouting conf) {
    this.call = call;
    type = IngressClass.of(call.world(), Objects.requireNonNullElse(conf.getClassType(), ""));
    String name = Objects.requireNonNullElse(conf.getName(), "");
    stable = call.ref(GROUP, "Ingress", name);
    canary = call.ref(GROUP, "Ingress", name + "-canary");
  }

  @Override
  public void initialize() {
    call.require(stable);
  }

  @Override
  public boolean ensureRoutes(Route route) {
    Optional<ObjectNode> present = call.find(canary);
    if (present.isEmpty()) {
      if (route.weight().equals(OptionalInt.of(0))) {
        return true;
      }
      call.step().create(create(call.require(stable)));
      return false;
    }
    JsonNode before = Meta.of(present.get()).path("annotations");
    ObjectNode wanted = type.annotations(before, route);
    if (wanted.equals(before)) {
      return true;
    }
    ObjectNode patch = Json.object();
    Json.dig(patch, "metadata").set("annotations", Json.mergeDiff(before, wanted));
    call.step().merge(canary, patch);
    return false;
  }

  @Override
  public boolean finalise() {
    Optional<ObjectNode> present = call.find(canary).filter(each -> !Meta.deleting(each));
    present.ifPresent(each -> call.step().delete(canary));
    return present.isPresent();
  }

  /** BuildCanaryIngress, which takes no requests yet. */
  private ObjectNode create(ObjectNode original) {
    ObjectNode ingress = Json.object().put("apiVersion", GROUP + "/v1").put("kind", canary.kind());
    ObjectNode metadata = Json.dig(ingress, "metadata");
    metadata.put("name", canary.name()).put("namespace", canary.namespace());
    copy(Meta.of(original), "labels", metadata);
    metadata.putArray("ownerReferences").add(Meta.controllerReference(call.context().owner()));
    metadata.set(
        "annotations",
        type.annotations(
            Meta.of(original).path("annotations"),
            new Route(OptionalInt.of(0), List.of(), Json.object().path("none"))));
    JsonNode spec = original.path("spec");
    ObjectNode own = Json.dig(ingress, "spec");
    copy(spec, "ingressClassName", own);
    copy(spec, "tls", own);
    var rules = own.putArray("rules");
    Json.items(spec.path("rules")).stream()
        .map(this::ruleOfCanary)
        .flatMap(Optional::stream)
        .forEach(rules::add);
    return ingress;
  }

  /** Of a rule the paths to the stable Service, turned to the canary one. */
  private Optional<ObjectNode> ruleOfCanary(JsonNode rule) {
    ObjectNode own = Json.object();
    copy(rule, "host", own);
    var paths = Json.dig(own, "http").putArray("paths");
    for (JsonNode path : Json.items(Json.at(rule, "http", "paths"))) {
      if (Json.at(path, "backend", "service", "name").asText().equals(call.stableService())) {
        ObjectNode turned = path.deepCopy();
        Json.dig(turned, "backend", "service").put("name", call.canaryService());
        paths.add(turned);
      }
    }
    return paths.isEmpty() ? Optional.empty() : Optional.of(own);
  }

  private static void copy(JsonNode from, String field, ObjectNode to) {
    if (from.hasNonNull(field)) {
      to.set(field, from.path(field).deepCopy());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.v1beta1.CustomNetworkRef;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.List;
import java.util.Objects;

/**
 * Any resources, of which the script of their kind makes what routes the traffic; how they were
 * before is kept in an annotation (pkg/trafficrouting/network/customNetworkProvider).
 */
final class CustomProvider implements NetworkProvider {
  private static final String ORIGINAL = RolloutAnnotations.ORIGINAL_SPEC_CONFIGURATION;

  private record Resource(ObjectRef ref, ObjectNode object) {}

  private final Call call;
  private final List<ObjectRef> refs;

  CustomProvider(Call call, List<CustomNetworkRef> conf) {
    this.call = call;
    refs =
        conf.stream()
            .map(
                ref ->
                    call.ref(
                        ObjectRef.groupOf(Objects.requireNonNullElse(ref.getApiVersion(), "")),
                        Objects.requireNonNullElse(ref.getKind(), ""),
                        Objects.requireNonNullElse(ref.getName(), "")))
            .toList();
  }

  @Override
  public void initialize() {
    for (ObjectRef ref : refs) {
      call.require(ref);
      RouteScript.of(ref, call.world());
    }
  }

  @Override
  public boolean ensureRoutes(Route route) {
    List<Resource> originals =
        refs.stream().map(ref -> new Resource(ref, call.require(ref))).toList();
    List<Resource> kept = originals.stream().map(this::withOriginal).toList();
    List<ObjectNode> wanted = kept.stream().map(each -> routed(each, route)).toList();
    boolean right = true;
    for (int i = 0; i < kept.size(); i++) {
      right &= !write(kept.get(i), wanted.get(i));
    }
    return right;
  }

  @Override
  public boolean finalise() {
    boolean changed = false;
    for (ObjectRef ref : refs) {
      ObjectNode object = call.find(ref).orElse(Json.object());
      String original = Meta.annotation(object, ORIGINAL);
      if (!original.isEmpty()) {
        write(new Resource(ref, object), withContent(object, OriginalContent.read(original)));
        changed = true;
      }
    }
    return changed;
  }

  /** StoreObject. */
  private Resource withOriginal(Resource resource) {
    ObjectNode object = resource.object();
    if (Meta.of(object).path("annotations").has(ORIGINAL)) {
      return resource;
    }
    ObjectNode kept = object.deepCopy();
    Json.dig(kept, "metadata", "annotations").put(ORIGINAL, OriginalContent.text(object));
    write(resource, kept);
    return new Resource(resource.ref(), kept);
  }

  /** ExecuteLuaForCanary, and what CompareAndUpdateObject makes of it. */
  private ObjectNode routed(Resource resource, Route route) {
    ObjectRef ref = resource.ref();
    ObjectNode object = resource.object();
    String original = Meta.annotation(object, ORIGINAL);
    if (original.isEmpty()) {
      throw new RoutingFailedException("failed to get original spec from annotation for " + ref);
    }
    ObjectNode content = OriginalContent.read(original);
    RouteScript.of(ref, call.world())
        .run(Json.dig(content, "spec"), route, call.stableService(), call.canaryService());
    Json.dig(content, "annotations").put(ORIGINAL, original);
    return withContent(object, content);
  }

  private static ObjectNode withContent(ObjectNode object, ObjectNode content) {
    ObjectNode wanted = object.deepCopy();
    replace(wanted, "spec", content.path("spec"));
    replace(Json.dig(wanted, "metadata"), "labels", content.path("labels"));
    replace(Json.dig(wanted, "metadata"), "annotations", content.path("annotations"));
    return wanted;
  }

  private static void replace(ObjectNode object, String field, JsonNode value) {
    if (value.isEmpty()) {
      object.remove(field);
    } else {
      object.set(field, value);
    }
  }

  private boolean write(Resource before, ObjectNode after) {
    ObjectNode patch = Json.mergeDiff(before.object(), after);
    if (patch.isEmpty()) {
      return false;
    }
    call.step().merge(before.ref(), patch);
    return true;
  }
}

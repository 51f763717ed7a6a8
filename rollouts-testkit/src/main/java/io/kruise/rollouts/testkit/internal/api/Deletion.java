// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a request for deletion makes of an object. Source: apiserver, pkg/registry/rest/delete.go
 * (BeforeDelete), generic/registry/store.go (deletionFinalizersForGarbageCollection,
 * markAsDeleting, ShouldDeleteDuringUpdate), and Kubernetes' pkg/registry/core/pod/strategy.go
 * (CheckGracefulDelete).
 *
 * @param object as it stands now, or stood
 * @param gone whether it is gone at once
 */
public record Deletion(ObjectNode object, boolean gone) {
  private static final String ORPHAN = "orphan";
  private static final String FOREGROUND = "foregroundDeletion";

  /** Upstream: CustomResourceCleanupFinalizer, set in customresourcedefinition/etcd.go. */
  private static final String DEFINITION_CLEAN_UP = "customresourcecleanup.apiextensions.k8s.io";

  private static final long POD_GRACE_SECONDS = 30;

  /**
   * What becomes of an object.
   *
   * @param type its type
   * @param before as stored
   * @param options how it is to be deleted
   * @param now the cluster's time
   * @return what becomes of it
   * @throws ApiException 409 when it is another object than meant
   */
  static Deletion of(ResourceType type, ObjectNode before, DeleteOptions options, Instant now) {
    checkPreconditions(type, before, options);
    ObjectNode object = before.deepCopy();
    ObjectNode metadata = Json.dig(object, "metadata");
    setFinalizers(metadata, finalizers(type, before, options.propagation()));
    long grace = grace(type, before, options);
    boolean namespace = type.resource().equals("namespaces");
    boolean finalizers = !Meta.finalizers(object).isEmpty() || (namespace && hasContent(object));
    if (!finalizers && grace == 0) {
      return new Deletion(before, true);
    }
    if (namespace) {
      Json.dig(object, "status").put("phase", "Terminating");
    }
    if (!Meta.deleting(before)) {
      metadata.put(
          "deletionTimestamp", now.plusSeconds(grace).truncatedTo(ChronoUnit.SECONDS).toString());
      if (!namespace) {
        metadata.put("deletionGracePeriodSeconds", grace);
      }
      if (metadata.has("generation")) {
        metadata.put("generation", Meta.generation(before) + 1);
      }
    } else if (grace < metadata.path("deletionGracePeriodSeconds").asLong()) {
      metadata
          .put(
              "deletionTimestamp",
              now.plusSeconds(grace).truncatedTo(ChronoUnit.SECONDS).toString())
          .put("deletionGracePeriodSeconds", grace);
    }
    return new Deletion(object, false);
  }

  /**
   * Whether a write ends a deletion.
   *
   * @param before as stored
   * @param object as written
   * @return whether nothing holds the object any more
   */
  static boolean endsWith(ObjectNode before, ObjectNode object) {
    return Meta.deleting(before)
        && Meta.finalizers(object).isEmpty()
        && Meta.of(before).path("deletionGracePeriodSeconds").asLong() == 0
        && !(object.path("kind").asText().equals("Namespace") && hasContent(object));
  }

  /**
   * A namespace may have content until its spec.finalizers are gone (pkg/registry/core/namespace,
   * storage.go, Delete and ShouldDeleteNamespaceDuringUpdate).
   */
  private static boolean hasContent(ObjectNode namespace) {
    return !namespace.path("spec").path("finalizers").isEmpty();
  }

  private static void checkPreconditions(
      ResourceType type, ObjectNode before, DeleteOptions options) {
    String uid = Meta.uid(before);
    if (!options.uid().isEmpty() && !options.uid().equals(uid)) {
      throw ApiException.conflict(
          type.group(),
          type.kind(),
          Meta.name(before),
          "the UID in the precondition ("
              + options.uid()
              + ") does not match the UID in record ("
              + uid
              + "). The object might have been deleted and then recreated");
    }
    String version = Meta.of(before).path("resourceVersion").asText();
    if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(version)) {
      throw ApiException.conflict(
          type.group(),
          type.kind(),
          Meta.name(before),
          "the ResourceVersion in the precondition ("
              + options.resourceVersion()
              + ") does not match the ResourceVersion in record ("
              + version
              + "). The object might have been modified");
    }
  }

  private static List<String> finalizers(
      ResourceType type, ObjectNode before, DeleteOptions.Propagation propagation) {
    List<String> finalizers = Meta.finalizers(before);
    if (type.kind().equals("CustomResourceDefinition") && !Meta.deleting(before)) {
      finalizers.add(DEFINITION_CLEAN_UP);
    }
    if (propagation == DeleteOptions.Propagation.DEFAULT) {
      return finalizers;
    }
    finalizers.removeAll(List.of(ORPHAN, FOREGROUND));
    if (propagation == DeleteOptions.Propagation.ORPHAN) {
      finalizers.add(ORPHAN);
    } else if (propagation == DeleteOptions.Propagation.FOREGROUND) {
      finalizers.add(FOREGROUND);
    }
    return finalizers;
  }

  private static void setFinalizers(ObjectNode metadata, List<String> finalizers) {
    if (finalizers.isEmpty()) {
      metadata.remove("finalizers");
    } else {
      ArrayNode array = metadata.putArray("finalizers");
      finalizers.forEach(array::add);
    }
  }

  /** Only a pod that runs somewhere is given time. */
  private static long grace(ResourceType type, ObjectNode before, DeleteOptions options) {
    if (!type.resource().equals("pods")
        || before.path("spec").path("nodeName").asText().isEmpty()
        || List.of("Succeeded", "Failed").contains(before.path("status").path("phase").asText())) {
      return 0;
    }
    Long asked = options.graceSeconds();
    JsonNode own = before.path("spec").path("terminationGracePeriodSeconds");
    long grace = asked != null ? asked : own.isNumber() ? own.asLong() : POD_GRACE_SECONDS;
    return grace < 0 ? 1 : grace;
  }
}

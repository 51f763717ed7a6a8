// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import java.util.List;
import java.util.Optional;

/**
 * Finds the ReplicaSet of the present template, brings its annotations up to date, or creates it
 * (pkg/controller/deployment/sync.go, getNewReplicaSet; Kruise's copy is the same but for its
 * rules).
 */
public final class NewReplicaSet {
  private final DeploymentSync sync;

  /**
   * For one pass.
   *
   * @param sync the pass
   */
  public NewReplicaSet(DeploymentSync sync) {
    this.sync = sync;
  }

  /**
   * The present one, brought up to date.
   *
   * @param all all ReplicaSets
   * @param old those of other templates
   * @return as it is then; empty when there is none
   */
  public Optional<ReplicaSet> find(List<ReplicaSet> all, List<ReplicaSet> old) {
    Optional<ReplicaSet> existing = ReplicaSets.newest(sync.world(), sync.deployment(), all);
    if (existing.isEmpty()) {
      return existing;
    }
    ReplicaSet before = existing.get();
    long revision = ReplicaSets.maxRevision(old) + 1;
    JsonNode minReadySeconds = sync.deployment().path("spec").path("minReadySeconds");
    ReplicaSet after =
        before.with(
            copy -> {
              RevisionAnnotations.bringUpToDate(copy, sync.deployment(), revision);
              if (before.object().path("spec").path("minReadySeconds").asInt()
                  != minReadySeconds.asInt()) {
                Json.dig(copy, "spec").put("minReadySeconds", minReadySeconds.asInt());
              }
            });
    if (!after.object().equals(before.object())) {
      return Optional.of(sync.write(before, after));
    }
    boolean changed = sync.revision(Meta.annotation(before.object(), ReplicaSet.REVISION));
    if (sync.progressDeadlineSeconds().isPresent()
        && DeploymentConditions.progressReason(sync.status()).isEmpty()) {
      sync.condition(
          DeploymentConditions.PROGRESSING,
          "True",
          "FoundNewReplicaSet",
          "Found new replica set \"" + before.name() + "\"");
      changed = true;
    }
    if (changed) {
      sync.writeStatus();
    }
    return existing;
  }

  /**
   * The present one; when there is none, a new one.
   *
   * @param all all ReplicaSets
   * @param old those of other templates
   * @return as it is then
   * @throws PassFailedException when its name is taken
   */
  public ReplicaSet findOrCreate(List<ReplicaSet> all, List<ReplicaSet> old) {
    return find(all, old).orElseGet(() -> create(old));
  }

  private ReplicaSet create(List<ReplicaSet> old) {
    int collisions = sync.status().path("collisionCount").asInt();
    ReplicaSet empty = blank(sync.rules().hash(template(), collisions));
    int replicas = sync.rules().newReplicas(ReplicaSets.and(old, Optional.of(empty)), empty);
    String revision = Long.toString(ReplicaSets.maxRevision(old) + 1);
    ReplicaSet created =
        empty.with(
            object -> {
              Json.dig(object, "spec")
                  .put("replicas", Math.max(replicas, sync.rules().newReplicasLowerBound()));
              RevisionAnnotations.bringUpToDate(
                  object, sync.deployment(), ReplicaSets.maxRevision(old) + 1);
              Scaling.annotate(object, sync);
            });
    Optional<ObjectNode> taken = sync.world().get(created.ref());
    if (taken.isPresent()) {
      return orCollide(new ReplicaSet(taken.get()), revision);
    }
    sync.step().create(created.object());
    if (replicas > 0) {
      sync.emit("ScalingReplicaSet", sync.rules().created(created.name(), replicas));
    }
    boolean changed = sync.revision(revision);
    if (sync.progressDeadlineSeconds().isPresent()) {
      sync.condition(
          DeploymentConditions.PROGRESSING,
          "True",
          "NewReplicaSetCreated",
          "Created new replica set \"" + created.name() + "\"");
      changed = true;
    }
    if (changed) {
      sync.writeStatus();
    }
    return created;
  }

  private ReplicaSet orCollide(ReplicaSet taken, String revision) {
    if (Meta.controlledBy(taken.object(), sync.deployment())
        && TemplateHash.same(taken.template(), template())) {
      if (sync.revision(revision)) {
        sync.writeStatus();
      }
      return taken;
    }
    sync.status().put("collisionCount", sync.status().path("collisionCount").asInt() + 1);
    sync.writeStatus();
    throw new PassFailedException("replicasets.apps \"" + taken.name() + "\" already exists");
  }

  private ReplicaSet blank(String hash) {
    ObjectNode object = Json.object().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
    ObjectRef owner = ObjectRef.of(sync.deployment());
    ObjectNode metadata =
        object
            .putObject("metadata")
            .put("name", owner.name() + "-" + hash)
            .put("namespace", owner.namespace());
    metadata.putArray("ownerReferences").add(Meta.controllerReference(sync.deployment()));
    ObjectNode template = template().deepCopy();
    Json.dig(template, "metadata", "labels").put(TemplateHash.LABEL, hash);
    metadata.set("labels", Json.at(template, "metadata", "labels").deepCopy());
    JsonNode spec = sync.deployment().path("spec");
    ObjectNode selector = spec.path("selector").deepCopy();
    Json.dig(selector, "matchLabels").put(TemplateHash.LABEL, hash);
    ObjectNode own = object.putObject("spec").put("replicas", 0);
    if (spec.path("minReadySeconds").asInt() != 0) {
      own.set("minReadySeconds", spec.path("minReadySeconds"));
    }
    own.set("selector", selector);
    own.set("template", template);
    return new ReplicaSet(object);
  }

  private JsonNode template() {
    return sync.deployment().path("spec").path("template");
  }
}

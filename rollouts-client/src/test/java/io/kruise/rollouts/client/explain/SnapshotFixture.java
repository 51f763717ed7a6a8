// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.model.v1beta1.BatchRelease;
import io.kruise.rollouts.model.v1beta1.BatchReleaseCanaryStatus;
import io.kruise.rollouts.model.v1beta1.BatchReleaseSpec;
import io.kruise.rollouts.model.v1beta1.BatchReleaseStatus;
import io.kruise.rollouts.model.v1beta1.ReleasePlan;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.model.v1beta1.RolloutCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as it is read in a release of five pods, built from the objects themselves. Unless it
 * is varied, everything was written a minute before {@link #NOW}. Every method changes the fixture
 * and returns it.
 */
final class SnapshotFixture {
  static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  static final String OLD = "old";
  static final String NEW = "new";

  private final Rollout rollout;
  private final GenericKubernetesResource workload = new GenericKubernetesResource();
  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, String> annotations = new HashMap<>();
  private final Map<String, Object> spec = new HashMap<>(Map.of("replicas", 5));
  private final Map<String, Object> status = new HashMap<>(Map.of("observedGeneration", 2));
  private final List<RevisionReading> revisions = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<NetworkReading> network = new ArrayList<>();
  private final List<Unseen> unseen = new ArrayList<>();
  private boolean workloadThere = true;
  private @Nullable BatchRelease batch;

  private SnapshotFixture(Rollout rollout) {
    this.rollout = rollout;
    written(rollout.getMetadata(), "status", ago(60));
    written(rollout.getMetadata(), null, ago(60));
    workload.setKind("Deployment");
    workload.setApiVersion("apps/v1");
    workload.setMetadata(
        new ObjectMetaBuilder().withName("workload-demo").withGeneration(2L).build());
    written(workload.getMetadata(), null, ago(60));
    labels.put(RolloutLabels.WORKLOAD_TYPE, "deployment");
    annotations.put(RolloutAnnotations.IN_PROGRESSING, "{}");
    revisions.add(RevisionReading.of(set(NEW, 2).build()));
    revisions.add(RevisionReading.of(set(OLD, 1).build()));
  }

  static SnapshotFixture of(RolloutFixture rollout) {
    return new SnapshotFixture(rollout.build());
  }

  static Instant ago(long seconds) {
    return NOW.minus(Duration.ofSeconds(seconds));
  }

  private static void written(ObjectMeta meta, @Nullable String subresource, Instant time) {
    meta.getManagedFields().removeIf(each -> Objects.equals(each.getSubresource(), subresource));
    meta.getManagedFields()
        .add(
            new ManagedFieldsEntryBuilder()
                .withSubresource(subresource)
                .withTime(time.toString())
                .build());
  }

  // ---- the Rollout

  SnapshotFixture statusWritten(long secondsAgo) {
    written(rollout.getMetadata(), "status", ago(secondsAgo));
    return this;
  }

  SnapshotFixture specWritten(long secondsAgo) {
    written(rollout.getMetadata(), null, ago(secondsAgo));
    return this;
  }

  SnapshotFixture rollout(Consumer<Rollout> change) {
    change.accept(rollout);
    return this;
  }

  // ---- the workload

  SnapshotFixture workloadWritten(long secondsAgo) {
    written(workload.getMetadata(), null, ago(secondsAgo));
    return this;
  }

  SnapshotFixture workload(Consumer<GenericKubernetesResource> change) {
    change.accept(workload);
    return this;
  }

  SnapshotFixture noWorkload() {
    workloadThere = false;
    return this;
  }

  /** No release is marked on it. */
  SnapshotFixture atRest() {
    annotations.remove(RolloutAnnotations.IN_PROGRESSING);
    return this;
  }

  SnapshotFixture unarmed() {
    labels.clear();
    return this;
  }

  SnapshotFixture generation(long present, int observed) {
    workload.getMetadata().setGeneration(present);
    status.put("observedGeneration", observed);
    return this;
  }

  SnapshotFixture replicas(int count) {
    spec.put("replicas", count);
    return this;
  }

  SnapshotFixture updateRevision(String revision) {
    status.put("updateRevision", revision);
    return this;
  }

  SnapshotFixture paused() {
    spec.put("paused", true);
    return this;
  }

  SnapshotFixture partition(String value) {
    annotations.put(
        RolloutAnnotations.DEPLOYMENT_STRATEGY,
        "{\"rollingStyle\":\"Partition\",\"partition\":\"" + value + "\",\"paused\":false}");
    return this;
  }

  // ---- the BatchRelease

  SnapshotFixture batch(String phase, String state, long writtenSecondsAgo) {
    BatchRelease made = new BatchRelease();
    made.setMetadata(
        new ObjectMetaBuilder()
            .withName("rollouts-demo")
            .withCreationTimestamp(ago(600).toString())
            .build());
    made.setSpec(
        BatchReleaseSpec.builder()
            .releasePlan(ReleasePlan.builder().batchPartition(0).build())
            .build());
    made.setStatus(
        BatchReleaseStatus.builder()
            .phase(phase)
            .canaryStatus(
                BatchReleaseCanaryStatus.builder().batchState(state).currentBatch(0).build())
            .build());
    written(made.getMetadata(), "status", ago(writtenSecondsAgo));
    batch = made;
    return this;
  }

  SnapshotFixture refusal(String message) {
    batch("Progressing", "Upgrading", 1);
    Objects.requireNonNull(batch)
        .getStatus()
        .setConditions(
            List.of(RolloutCondition.builder().type("Progressing").message(message).build()));
    return this;
  }

  // ---- pods

  private static ReplicaSetBuilder set(String hash, int number) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName("workload-demo-" + hash)
        .withUid(hash)
        .addToLabels("pod-template-hash", hash)
        .addToAnnotations("deployment.kubernetes.io/revision", String.valueOf(number))
        .endMetadata();
  }

  /** The newest ReplicaSet can't create its pods. */
  SnapshotFixture failedCreate(String message) {
    ReplicaSet failed =
        set(NEW, 2)
            .withNewStatus()
            .addNewCondition()
            .withType("ReplicaFailure")
            .withStatus("True")
            .withReason("FailedCreate")
            .withMessage(message)
            .withLastTransitionTime(ago(240).toString())
            .endCondition()
            .endStatus()
            .build();
    revisions.set(0, RevisionReading.of(failed));
    return this;
  }

  SnapshotFixture ready(String revision, int count) {
    for (int i = 0; i < count; i++) {
      pods.add(pod(revision, true).build());
    }
    return this;
  }

  /** Pods of the newest revision that aren't ready for four minutes. */
  SnapshotFixture unready(int count, Consumer<PodBuilder> change) {
    for (int i = 0; i < count; i++) {
      PodBuilder pod = pod(NEW, false);
      change.accept(pod);
      pods.add(pod.build());
    }
    return this;
  }

  private PodBuilder pod(String revision, boolean ready) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pod-" + pods.size())
        .addToLabels("pod-template-hash", revision)
        .addToLabels(revision.equals(NEW) ? Map.of(RolloutLabels.ROLLOUT_BATCH_ID, "1") : Map.of())
        .withCreationTimestamp(ago(240).toString())
        .endMetadata()
        .withNewSpec()
        .withNodeName("node-1")
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .withConditions(condition("Ready", ready ? "True" : "False", ""))
        .endStatus();
  }

  static PodCondition condition(String type, String value, String message) {
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(value)
        .withMessage(message)
        .withLastTransitionTime(ago(240).toString())
        .build();
  }

  static Consumer<PodBuilder> waiting(String reason) {
    return container(
        new ContainerStatusBuilder()
            .withState(
                new ContainerStateBuilder()
                    .withNewWaiting()
                    .withReason(reason)
                    .withMessage("as it says")
                    .endWaiting()
                    .build())
            .build());
  }

  static Consumer<PodBuilder> container(ContainerStatus container) {
    container.setImage("x:bad");
    container.setReady(false);
    return pod -> pod.editStatus().withContainerStatuses(container).endStatus();
  }

  static Consumer<PodBuilder> unscheduled(String message) {
    return pod ->
        pod.editSpec()
            .withNodeName(null)
            .endSpec()
            .editStatus()
            .withPhase("Pending")
            .withConditions(condition("PodScheduled", "False", message))
            .endStatus();
  }

  SnapshotFixture event(String kind, String name, String reason, String message) {
    events.add(
        new EventBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewInvolvedObject()
            .withKind(kind)
            .withName(name)
            .endInvolvedObject()
            .withType("Warning")
            .withReason(reason)
            .withMessage(message)
            .withFirstTimestamp(ago(240).toString())
            .withLastTimestamp(ago(5).toString())
            .withCount(3)
            .build());
    return this;
  }

  // ---- the rest

  SnapshotFixture network(String kind, String name, NetworkReading.Presence presence) {
    network.add(new NetworkReading(kind, name, presence));
    return this;
  }

  SnapshotFixture forbidden(String what, String permission) {
    unseen.add(new Unseen(what, permission, Unseen.Why.FORBIDDEN));
    return this;
  }

  RolloutSnapshot build() {
    workload.getMetadata().setLabels(labels);
    workload.getMetadata().setAnnotations(annotations);
    workload.setAdditionalProperty("spec", spec);
    workload.setAdditionalProperty("status", status);
    return new RolloutSnapshot(
        RolloutReading.of(rollout),
        workloadThere ? Optional.of(WorkloadReading.of(workload)) : Optional.empty(),
        Optional.ofNullable(batch).map(BatchReading::of),
        revisions,
        pods.stream().map(PodReading::of).toList(),
        network,
        events.stream().map(EventReading::of).toList(),
        unseen);
  }

  Explanation explain() {
    return Explanation.of(build(), NOW);
  }
}

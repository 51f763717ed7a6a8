// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.TemplateHash;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadFinderTest {
  private static final String PARTITION = "'canary':{'steps':[{'replicas':1}]}";
  private static final String CANARY =
      "'canary':{'enableExtraWorkloadForCanary':true,'steps':[{'replicas':1}]}";
  private static final String BLUE_GREEN = "'blueGreen':{'steps':[{'replicas':1}]}";
  private static final String IN_PROGRESSING =
      ",'annotations':{'rollouts.kruise.io/in-progressing':'x'}";

  private final ObjectStore store = new ObjectStore();
  private final ObjectService world =
      new ObjectService(store, SchemaRules.NONE, List.of(), () -> Instant.EPOCH);

  private Optional<Workload> find(String apiVersion, String kind, String strategy) {
    ObjectNode spec =
        Bench.json(
            "{'workloadRef':{'apiVersion':'"
                + apiVersion
                + "','kind':'"
                + kind
                + "','name':'w'},'strategy':{"
                + strategy
                + "}}");
    return WorkloadFinder.find(world, "ns", new Plan(spec));
  }

  private void put(String apiVersion, String kind, String metadata, String spec, String status) {
    store.put(
        Bench.json(
            "{'apiVersion':'"
                + apiVersion
                + "','kind':'"
                + kind
                + "','metadata':{'name':'w','namespace':'ns','uid':'u','generation':1"
                + metadata
                + "},'spec':{"
                + spec
                + "},'status':{'observedGeneration':1"
                + status
                + "}}"));
  }

  private void deployment(String metadata) {
    put("apps/v1", "Deployment", metadata, "'replicas':4,'template':" + Bench.template("v2"), "");
  }

  private void replicaSet(String name, String version, String owner, int replicas, int revision) {
    ObjectNode template = Bench.template(version);
    Json.dig(template, "metadata", "labels").put(TemplateHash.LABEL, name);
    store.put(
        Bench.json(
            "{'apiVersion':'apps/v1','kind':'ReplicaSet','metadata':{'name':'"
                + name
                + "','namespace':'ns','creationTimestamp':'2026-01-01T00:00:0"
                + revision
                + "Z','annotations':{'deployment.kubernetes.io/revision':'"
                + revision
                + "'},'labels':{'pod-template-hash':'"
                + name
                + "'},'ownerReferences':[{'uid':'"
                + owner
                + "','controller':true}]},'spec':{'replicas':"
                + replicas
                + ",'template':"
                + template
                + "}}"));
  }

  @Test
  void findsNothingThatIsNotThere() {
    assertThat(find("apps/v1", "Deployment", PARTITION)).isEmpty();
    assertThat(find("apps/v1", "Job", PARTITION)).isEmpty();
  }

  @Test
  void knowsNothingOfAWorkloadWhoseStatusLagsBehind() {
    deployment(",'labels':{'a':'b'}");
    store.put(
        (ObjectNode)
            Json.mergePatch(
                store.list("apps", "Deployment", "ns").get(0),
                Bench.json("{'metadata':{'generation':2}}")));
    for (String strategy : List.of(PARTITION, CANARY, BLUE_GREEN)) {
      assertThat(find("apps/v1", "Deployment", strategy)).contains(Workload.INCONSISTENT);
    }
  }

  @Test
  void readsADeploymentThatIsUpgradedInPlace() {
    deployment(",'labels':{'rollouts.kruise.io/stable-revision':'old'}" + IN_PROGRESSING);
    replicaSet("old", "v1", "u", 3, 1);
    replicaSet("new", "v2", "u", 1, 2);
    replicaSet("stranger", "v2", "other", 1, 3);
    Workload found = find("apps/v2", "Deployment", PARTITION).orElseThrow();
    assertThat(found.replicas()).isEqualTo(4);
    assertThat(found.stableRevision()).isEqualTo("old");
    assertThat(found.revision()).isEqualTo(TemplateHash.kruise(Bench.template("v2")));
    assertThat(found.podTemplateHash()).isEqualTo("new");
    assertThat(found.progressing()).isTrue();
    assertThat(found.rollback()).isFalse();
    assertThat(found.rolloutId()).isEqualTo(found.revision());
  }

  @Test
  void seesTheRollbackOnlyWhileOldPodsAreLeft() {
    deployment(",'labels':{'rollouts.kruise.io/stable-revision':'old'}" + IN_PROGRESSING);
    replicaSet("old", "v2", "u", 1, 1);
    Workload found = find("apps/v1", "Deployment", BLUE_GREEN).orElseThrow();
    assertThat(found.rollback()).isTrue();
    assertThat(found.rolloutId()).isEqualTo("rollback-" + found.revision());
    replicaSet("old", "v2", "u", 0, 1);
    assertThat(find("apps/v1", "Deployment", BLUE_GREEN).orElseThrow().rollback()).isFalse();
  }

  @Test
  void doesNotLookAtReplicaSetsWhenNoReleaseGoesOn() {
    deployment(",'labels':{'rollouts.kruise.io/rollout-id':'r1'}");
    replicaSet("new", "v2", "u", 4, 1);
    Workload found = find("apps/v1", "Deployment", PARTITION).orElseThrow();
    assertThat(found.podTemplateHash()).isEmpty();
    assertThat(found.stableRevision()).isEmpty();
    assertThat(found.rolloutId()).isEqualTo("r1");
  }

  @Test
  void readsADeploymentThatHasASecondOneForItsNewPods() {
    deployment(IN_PROGRESSING);
    assertThat(find("apps/v1", "Deployment", CANARY)).contains(Workload.INCONSISTENT);
    replicaSet("old", "v1", "u", 4, 1);
    assertThat(find("apps/v1", "Deployment", CANARY).orElseThrow())
        .returns("old", Workload::stableRevision)
        .returns("", Workload::podTemplateHash)
        .returns(false, Workload::rollback);
    store.put(
        Bench.json(
            "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'w-abc',"
                + "'namespace':'ns','uid':'canary','labels':{'rollouts.kruise.io/canary-deployment':"
                + "'w'}},'spec':{}}"));
    replicaSet("canary", "v2", "canary", 1, 2);
    assertThat(find("apps/v1", "Deployment", CANARY).orElseThrow().podTemplateHash())
        .isEqualTo("canary");
    replicaSet("old", "v2", "u", 4, 1);
    assertThat(find("apps/v1", "Deployment", CANARY).orElseThrow().rollback()).isTrue();
  }

  @Test
  void readsACloneSet() {
    put(
        "apps.kruise.io/v1alpha1",
        "CloneSet",
        IN_PROGRESSING,
        "'replicas':3",
        ",'currentRevision':'w-a','updateRevision':'w-b','replicas':3,'updatedReplicas':1");
    assertThat(find("apps.kruise.io/v1alpha1", "CloneSet", BLUE_GREEN).orElseThrow())
        .returns("a", Workload::stableRevision)
        .returns("b", Workload::revision)
        .returns("b", Workload::podTemplateHash)
        .returns("pod-template-hash", Workload::revisionLabelKey)
        .returns(false, Workload::rollback);
    put(
        "apps.kruise.io/v1alpha1",
        "CloneSet",
        IN_PROGRESSING,
        "'replicas':3",
        ",'currentRevision':'w-a','updateRevision':'w-a','replicas':3,'updatedReplicas':2");
    assertThat(find("apps.kruise.io/v1alpha1", "CloneSet", PARTITION).orElseThrow().rollback())
        .isTrue();
  }

  @Test
  void readsStatefulSetsOfKubernetesAndKruise() {
    for (String apiVersion : List.of("apps/v1", "apps.kruise.io/v1beta1")) {
      put(
          apiVersion,
          "StatefulSet",
          IN_PROGRESSING,
          "'replicas':3",
          ",'currentRevision':'w-a','updateRevision':'w-b','replicas':3,'updatedReplicas':1");
      assertThat(find(apiVersion, "StatefulSet", PARTITION).orElseThrow())
          .returns("w-a", Workload::stableRevision)
          .returns("w-b", Workload::revision)
          .returns("controller-revision-hash", Workload::revisionLabelKey);
      assertThat(find(apiVersion, "StatefulSet", BLUE_GREEN)).isEmpty();
    }
  }

  @Test
  void readsAnAdvancedDaemonSetWithoutAStableRevision() {
    put(
        "apps.kruise.io/v1alpha1",
        "DaemonSet",
        IN_PROGRESSING,
        "",
        ",'daemonSetHash':'h','desiredNumberScheduled':3,'updatedNumberScheduled':1");
    assertThat(find("apps.kruise.io/v1alpha1", "DaemonSet", PARTITION).orElseThrow())
        .returns(3, Workload::replicas)
        .returns("h", Workload::revision)
        .returns("", Workload::stableRevision)
        .returns(false, Workload::rollback);
  }

  @Test
  void failsOnKindsThatUpstreamCanNotRead() {
    assertThat(find("apps/v1", "ReplicaSet", PARTITION)).isEmpty();
    put("apps/v1", "ReplicaSet", "", "", "");
    assertThatThrownBy(() -> find("apps/v1", "ReplicaSet", PARTITION))
        .isInstanceOf(PassFailedException.class)
        .hasMessageContaining("ReplicaSet");
    assertThatThrownBy(() -> find("apps/v2", "StatefulSet", PARTITION))
        .isInstanceOf(PassFailedException.class)
        .hasMessage("no matches for kind \"StatefulSet\" in version \"apps/v2\"");
    assertThatThrownBy(() -> find("apps/v2", "Deployment", PARTITION))
        .isInstanceOf(PassFailedException.class);
    assertThat(find("apps/v2", "Deployment", BLUE_GREEN)).isEmpty();
  }
}

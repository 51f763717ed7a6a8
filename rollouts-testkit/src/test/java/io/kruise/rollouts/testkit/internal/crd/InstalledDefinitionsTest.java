// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionCondition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.RolloutFixture;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.cluster.KruiseCluster;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("the definitions that a cluster has from its beginning")
class InstalledDefinitionsTest {
  private static final String ROLLOUTS = "rollouts.rollouts.kruise.io";
  private static final Duration A_WHILE = Duration.ofSeconds(30);

  private final FakeKruise kruise = FakeKruise.builder().virtualTime().start();
  private final FakeKruise other = FakeKruise.builder().virtualTime().start();

  @AfterEach
  void close() {
    kruise.close();
    other.close();
  }

  @Test
  @DisplayName("are those of Kruise Rollouts, OpenKruise's workloads and the Gateway API")
  void all() {
    assertThat(kruise.client().apiextensions().v1().customResourceDefinitions().list().getItems())
        .allSatisfy(InstalledDefinitionsTest::isServed)
        .extracting(each -> each.getMetadata().getName())
        .containsExactlyInAnyOrder(
            ROLLOUTS,
            "batchreleases.rollouts.kruise.io",
            "rollouthistories.rollouts.kruise.io",
            "trafficroutings.rollouts.kruise.io",
            "clonesets.apps.kruise.io",
            "statefulsets.apps.kruise.io",
            "daemonsets.apps.kruise.io",
            "httproutes.gateway.networking.k8s.io");
  }

  private static void isServed(CustomResourceDefinition definition) {
    assertThat(definition.getMetadata().getUid()).isNotEmpty();
    assertThat(definition.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(definition.getMetadata().getCreationTimestamp()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(definition.getSpec().getConversion().getStrategy()).isEqualTo("None");
    assertThat(definition.getStatus().getAcceptedNames())
        .isEqualTo(definition.getSpec().getNames());
    assertThat(definition.getStatus().getStoredVersions())
        .isEqualTo(
            definition.getSpec().getVersions().stream()
                .filter(CustomResourceDefinitionVersion::getStorage)
                .map(CustomResourceDefinitionVersion::getName)
                .toList());
    List<CustomResourceDefinitionCondition> conditions = definition.getStatus().getConditions();
    assertThat(conditions).allMatch(each -> each.getStatus().equals("True"));
    // those of the community's own groups were looked at
    List<String> types =
        conditions.stream().map(CustomResourceDefinitionCondition::getType).toList();
    if (definition.getSpec().getGroup().endsWith(".k8s.io")) {
      assertThat(types)
          .containsExactly("KubernetesAPIApprovalPolicyConformant", "NamesAccepted", "Established");
    } else {
      assertThat(types).containsExactly("NamesAccepted", "Established");
    }
  }

  @Test
  @DisplayName("take their type with them when they are deleted, from this cluster alone")
  void deleted() {
    definition(kruise).delete();
    kruise.advance(A_WHILE);
    other.advance(A_WHILE);

    assertThat(definition(kruise).get()).isNull();
    assertThat(resources(kruise)).isEmpty();
    assertThat(definition(other).get()).isNotNull();
    assertThat(resources(other)).extracting(APIResource::getName).contains("rollouts");
    assertThat(made(other).getMetadata().getUid()).isNotEmpty();
  }

  @Test
  @DisplayName("go after the last of their objects, and can come back")
  void deletedWithObjects() {
    String uid = made(kruise).getMetadata().getUid();
    definition(kruise).delete();
    assertThat(definition(kruise).get().getMetadata().getFinalizers())
        .containsExactly("customresourcecleanup.apiextensions.k8s.io");
    kruise.advance(A_WHILE);
    assertThat(definition(kruise).get()).isNull();

    load(kruise).create();
    kruise.advance(A_WHILE);
    assertThat(definition(kruise).get().getStatus().getConditions())
        .extracting(CustomResourceDefinitionCondition::getType)
        .containsExactly("NamesAccepted", "Established");
    assertThat(kruise.client().resources(Rollout.class).inNamespace("default").list().getItems())
        .isEmpty();
    assertThat(made(kruise).getMetadata().getUid()).isNotEqualTo(uid);
  }

  @Test
  @DisplayName("are as the project generates them: applied again, nothing changes")
  void appliedAgain() {
    CustomResourceDefinition before = definition(kruise).get();
    load(kruise).createOr(NonDeletingOperation::update);
    assertThat(definition(kruise).get()).isEqualTo(before);
    load(kruise).forceConflicts().serverSideApply();
    kruise.advance(A_WHILE);
    CustomResourceDefinition after = definition(kruise).get();
    assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(after.getStatus()).isEqualTo(before.getStatus());
    assertThat(resources(kruise)).extracting(APIResource::getName).contains("rollouts");
  }

  @Test
  @DisplayName("can be changed, in this cluster alone")
  void changed() {
    CustomResourceDefinition before = definition(kruise).get();
    kruise.advance(A_WHILE);
    CustomResourceDefinition ours = load(kruise).item();
    ours.getSpec().getNames().setShortNames(List.of("rol"));
    kruise.client().resource(ours).update();
    kruise.advance(A_WHILE);

    CustomResourceDefinition after = definition(kruise).get();
    assertThat(after.getMetadata().getGeneration()).isEqualTo(2);
    assertThat(after.getStatus().getAcceptedNames().getShortNames()).containsExactly("rol");
    assertThat(after.getStatus().getConditions()).isEqualTo(before.getStatus().getConditions());
    assertThat(resources(kruise))
        .filteredOn(each -> each.getName().equals("rollouts"))
        .singleElement()
        .satisfies(each -> assertThat(each.getShortNames()).containsExactly("rol"));
    assertThat(resources(other))
        .filteredOn(each -> each.getName().equals("rollouts"))
        .singleElement()
        .satisfies(each -> assertThat(each.getShortNames()).isEmpty());
  }

  @Test
  @DisplayName("remember each version that was ever stored")
  void storedVersions() {
    CustomResourceDefinition ours = load(kruise).item();
    CustomResourceDefinitionVersion present = ours.getSpec().getVersions().get(0);
    CustomResourceDefinitionVersion next = present.edit().withName("v1").build();
    present.setStorage(false);
    ours.getSpec().setVersions(List.of(present, next));
    kruise.client().resource(ours).update();
    kruise.advance(A_WHILE);
    assertThat(definition(kruise).get().getStatus().getStoredVersions())
        .containsExactly("v1beta1", "v1");
  }

  @Test
  @DisplayName("are of one schema in all clusters, as reading and compiling it takes its time")
  void shared() {
    assertThat(schema()).isNotNull().isSameAs(schema());
  }

  private static @org.jspecify.annotations.Nullable Object schema() {
    var time = new VirtualTime(Instant.EPOCH);
    return KruiseCluster.on(time, PodBehaviors.standard())
        .registry()
        .ofKind("rollouts.kruise.io", "Rollout")
        .map(ResourceType::schema)
        .orElse(null);
  }

  private static Resource<CustomResourceDefinition> definition(FakeKruise kruise) {
    return kruise.client().apiextensions().v1().customResourceDefinitions().withName(ROLLOUTS);
  }

  private static Resource<CustomResourceDefinition> load(FakeKruise kruise) {
    InputStream generated =
        InstalledDefinitionsTest.class.getResourceAsStream(
            "/META-INF/fabric8/" + ROLLOUTS + "-v1.yml");
    return kruise
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .load(Objects.requireNonNull(generated));
  }

  private static List<APIResource> resources(FakeKruise kruise) {
    return kruise.client().getApiResources("rollouts.kruise.io/v1beta1").getResources().stream()
        .filter(each -> each.getKind().equals("Rollout") && !each.getName().contains("/"))
        .toList();
  }

  private static Rollout made(FakeKruise kruise) {
    return kruise.client().resource(RolloutFixture.canary("demo").build()).create();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.client.plan.Finding;
import io.kruise.rollouts.client.plan.FindingCode;
import io.kruise.rollouts.client.plan.Review;
import io.kruise.rollouts.client.plan.RolloutValidator;
import io.kruise.rollouts.model.RolloutFinalizers;
import io.kruise.rollouts.model.v1beta1.Rollout;
import io.kruise.rollouts.testkit.DeploymentFixture;
import io.kruise.rollouts.testkit.RolloutFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random Rollouts, sent as dry runs: the cluster's verdict on each is compared with ours. The seed
 * is printed; {@code -Dvalidator.seed=SEED} sends the same ones again.
 */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("the validator against the real webhook")
class ValidatorIT {
  @RegisterExtension static final RealCluster cluster = new RealCluster();

  private static final int CREATES = 2_000;
  private static final int LOOKS = 5;
  private static final int UPDATES = 500;
  private static final List<String> WORKLOADS =
      List.of("free", "free", "free", "free", "free", "healthy", "free/odd");

  /** What the webhook names in its message; the schema's fields are in the causes. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:^|\\[|, )([A-Z][\\w.|]*(?:\\[\\d+][\\w.|]*)*|Conflict Checker):"
              + " (?:Invalid value|Forbidden)");

  private static final Pattern DENIED =
      Pattern.compile("^.*admission webhook \"[^\"]*\" denied the request: ", Pattern.DOTALL);

  private final long seed = seed();
  private final RandomRollouts random = new RandomRollouts(seed);
  private final Report report = new Report("validator", "seed " + seed);
  private final List<String> differences = new ArrayList<>();
  private final Map<String, Integer> codes = new TreeMap<>();

  private KubernetesSerialization json;
  private List<Rollout> stored = List.of();

  private static long seed() {
    String given = System.getProperty("validator.seed", "");
    return given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
  }

  /** A Rollout at rest, four in a release, one that ends, one that is disabled. */
  @BeforeAll
  void prepare() {
    json = cluster.admin().getKubernetesSerialization();
    network();
    scene(RolloutFixture.canary("healthy"), "healthy");
    Scene routed = scene(RolloutFixture.canary("routed"), "routed");
    patch(
        "routed",
        """
        {"spec":{"strategy":{"canary":{"trafficRoutings":[
          {"service":"echo","ingress":{"name":"echo"}}]}}}}
        """);
    List<Scene> inRelease =
        List.of(
            routed,
            scene(RolloutFixture.canary("partition"), "partition"),
            scene(RolloutFixture.canaryWithExtraWorkload("extra"), "extra"),
            scene(RolloutFixture.blueGreen("blue-green"), "blue-green"),
            scene(RolloutFixture.canary("going"), "going"));
    inRelease.forEach(scene -> scene.untilAwaiting(1, scene.release("version-2", "r2")));
    patch(
        "going",
        """
        {"metadata":{"finalizers":["%s","tests/hold"]}}
        """
            .formatted(RolloutFinalizers.ROLLOUT));
    rollout("going").delete();
    untilPhase("going", "Terminating");
    scene(RolloutFixture.canary("disabled"), "disabled");
    patch("disabled", "{\"spec\":{\"disabled\":true}}");
    untilPhase("disabled", "Disabled");
    stored =
        cluster.admin().resources(Rollout.class).inNamespace(cluster.namespace()).list().getItems();
    assertThat(stored).hasSize(7);
  }

  private static Scene scene(RolloutFixture rollout, String name) {
    return Scene.set(
        cluster.admin(),
        cluster.namespace(),
        name,
        DeploymentFixture.deployment(name).replicas(1),
        rollout);
  }

  private void network() {
    for (String object :
        List.of(
            """
        apiVersion: v1
        kind: Service
        metadata: {name: echo}
        spec: {selector: {app: routed}, ports: [{port: 80}]}
        """,
            """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: echo}
        spec: {ingressClassName: nginx, defaultBackend: {service: {name: echo, port: {number: 80}}}}
        """)) {
      cluster
          .admin()
          .resource(json.<HasMetadata>unmarshal(object))
          .inNamespace(cluster.namespace())
          .create();
    }
  }

  /** A merge patch, as the controller writes at the same time. */
  private static void patch(String name, String body) {
    Conflicts.again(() -> rollout(name).patch(PatchContext.of(PatchType.JSON_MERGE), body));
  }

  private static Resource<Rollout> rollout(String name) {
    return cluster.admin().resources(Rollout.class).inNamespace(cluster.namespace()).withName(name);
  }

  private static void untilPhase(String name, String phase) {
    rollout(name)
        .waitUntilCondition(
            each ->
                each != null
                    && each.getStatus() != null
                    && phase.equals(each.getStatus().getPhase()),
            1,
            TimeUnit.MINUTES);
  }

  @AfterAll
  void letGo() {
    patch("going", "{\"metadata\":{\"finalizers\":[]}}");
    report.end();
  }

  @Test
  @DisplayName("2,000 random creates: no disagreement")
  void creates() {
    for (int i = 0; i < CREATES; i++) {
      GenericKubernetesResource sent = sent(random.rollout(WORKLOADS));
      compare(sent, RolloutValidator.create(sent, stored), send("POST", "", sent));
    }
    judge("creates", CREATES);
  }

  @Test
  @DisplayName("500 random updates, of Rollouts in each phase: no disagreement")
  void updates() {
    for (int i = 0; i < UPDATES; i++) {
      Rollout old = stored.get(i % stored.size());
      String name = old.getMetadata().getName();
      Map<String, @Nullable Object> spec = spec(old);
      GenericKubernetesResource sent = sent(random.version(name, spec));
      Review ours = RolloutValidator.update(old, sent, stored);
      compare(sent, ours, update(name, sent));
    }
    judge("updates", UPDATES);
  }

  @SuppressWarnings("unchecked")
  private Map<String, @Nullable Object> spec(Rollout rollout) {
    return json.convertValue(rollout.getSpec(), Map.class);
  }

  private void judge(String what, int count) {
    report.line("%s: %d, of them %s", what, count, codes);
    report.line("%s: %d disagreements", what, differences.size());
    List<String> found = List.copyOf(differences);
    Set<String> given = Set.copyOf(codes.keySet());
    differences.clear();
    codes.clear();
    assertThat(found).as("seed %d", seed).isEmpty();
    assertThat(given).as("both verdicts were given").contains("accepted", "422");
  }

  /** Through text, so that the cluster and we read the same. */
  private GenericKubernetesResource sent(Map<String, @Nullable Object> document) {
    return json.unmarshal(json.asJson(document), GenericKubernetesResource.class);
  }

  /** The controller writes at the same time: a conflict is no verdict, and is sent anew. */
  private String update(String name, GenericKubernetesResource sent) {
    String verdict = "";
    for (int i = 0; i < LOOKS && (i == 0 || verdict.startsWith("409")); i++) {
      Rollout now = rollout(name).get();
      sent.getMetadata().setResourceVersion(now.getMetadata().getResourceVersion());
      sent.getMetadata().setFinalizers(now.getMetadata().getFinalizers());
      verdict = send("PUT", "/" + name, sent);
    }
    return verdict;
  }

  /** The server's verdict, in the words that ours is put into. */
  private String send(String method, String path, GenericKubernetesResource document) {
    String uri =
        "/apis/rollouts.kruise.io/v1beta1/namespaces/"
            + cluster.namespace()
            + "/rollouts"
            + path
            + "?dryRun=All";
    try {
      cluster.admin().raw(uri, method, document);
      return "accepted";
    } catch (KubernetesClientException e) {
      return e.getCode() + " " + fields(requireNonNull(e.getStatus(), e.getMessage()));
    }
  }

  private static List<String> fields(Status status) {
    String message = Objects.requireNonNullElse(status.getMessage(), "");
    Stream<String> fields =
        DENIED.matcher(message).find()
            ? NAMED.matcher(DENIED.matcher(message).replaceFirst("")).results().map(r -> r.group(1))
            : causes(status).stream()
                .map(StatusCause::getField)
                .filter(each -> !each.equals("<nil>"));
    return fields.distinct().sorted().toList();
  }

  private static List<StatusCause> causes(Status status) {
    return status.getDetails() == null ? List.of() : status.getDetails().getCauses();
  }

  private void compare(GenericKubernetesResource sent, Review review, String theirs) {
    String ours = review.accepted() ? "accepted" : code(review) + " " + serverFields(review);
    codes.merge(theirs.startsWith("accepted") ? theirs : theirs.substring(0, 3), 1, Integer::sum);
    if (!ours.equals(theirs)) {
      String difference = "ours " + ours + ", theirs " + theirs + ": " + json.asJson(sent);
      report.line("%s", difference);
      differences.add(difference);
    }
  }

  private static int code(Review review) {
    return review.refusals().stream().anyMatch(each -> each.code() == FindingCode.NUMBER_TOO_BIG)
        ? 400
        : 422;
  }

  private static List<String> serverFields(Review review) {
    return review.refusals().stream()
        .map(Finding::serverField)
        .filter(each -> !each.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.contract;

import static io.kruise.rollouts.client.readiness.StepExpectation.reached;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.GET;
import static io.kruise.rollouts.client.support.ScriptedApiServer.Kind.WORKLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.RolloutsNotInstalledException;
import io.kruise.rollouts.client.explain.Cause;
import io.kruise.rollouts.client.explain.Explanation;
import io.kruise.rollouts.client.explain.Unseen;
import io.kruise.rollouts.client.readiness.Reason;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.support.Fault;
import io.kruise.rollouts.client.support.ScriptedApiServer.Request;
import io.kruise.rollouts.client.support.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a look")
abstract class LookContract extends ClusterContract {

  @Test
  @DisplayName("find and get read the Rollout, with one request each")
  void reads() {
    server.rollout(demo().paused(1));

    assertThat(ops.find()).get().returns(1, view -> view.position().stepIndex());
    assertThat(ops.get()).returns("rollouts-demo", RolloutView::name);
    assertThat(server.log()).extracting(Request::kind).containsExactly(GET, GET);
    assertThat(server.log()).extracting(Request::http2).containsOnly(http2());
  }

  @Test
  @DisplayName("no Rollout: empty, false, or RolloutNotFoundException")
  void notFound() {
    assertThat(ops.find()).isEmpty();
    assertThat(ops.isCurrentStepReady(1)).isFalse();
    assertThat(ops.isCurrentStepReadyForWorkload(1)).isFalse();
    assertThat(ops.readiness(reached(1)).reason()).isEqualTo(Reason.ROLLOUT_NOT_FOUND);
    assertThatExceptionOfType(RolloutNotFoundException.class)
        .isThrownBy(ops::get)
        .withMessageContaining("default/rollouts-demo")
        .returns(REF, RolloutNotFoundException::ref);
  }

  @Test
  @DisplayName("no CRDs: RolloutsNotInstalledException from each")
  void notInstalled() {
    server.uninstall();

    assertThatExceptionOfType(RolloutsNotInstalledException.class).isThrownBy(ops::find);
    assertThatExceptionOfType(RolloutsNotInstalledException.class).isThrownBy(ops::get);
    assertThatExceptionOfType(RolloutsNotInstalledException.class)
        .isThrownBy(() -> ops.isCurrentStepReady(1));
    assertThatExceptionOfType(RolloutsNotInstalledException.class)
        .isThrownBy(() -> ops.isCurrentStepReadyForWorkload(1));
    assertThatExceptionOfType(RolloutsNotInstalledException.class)
        .isThrownBy(() -> ops.readiness(reached(1)))
        .withMessageContaining("install Kruise Rollouts");
  }

  @Test
  @DisplayName(
      "a 404 that names nothing, where the kind is served, means that the Rollout is not there")
  void proxyNotFound() {
    server.next(GET, Fault.page(404));

    assertThat(ops.find()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  @DisplayName(
      "an answer that is no answer passes through as fabric8's exception, after one request")
  void refused(int code) {
    server.always(GET, Fault.answer(code));

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(ops::find)
        .returns(code, KubernetesClientException::getCode)
        .withMessageContaining("answered with " + code)
        .withMessageContaining("scripted");
    assertThat(server.count(GET)).isEqualTo(1);
  }

  @Test
  @DisplayName("no connection: fabric8's exception, and it names the request")
  void unreachable() {
    server.stop();

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(ops::get)
        .withMessageContaining("GET " + server.url())
        .withMessageContaining("got no answer");
  }

  @Test
  @DisplayName("the guide's check: false while paused, true for an instant, true on an old status")
  void guideCheck() {
    server.rollout(demo().paused(1));
    assertThat(ops.isCurrentStepReady(1)).isFalse();
    server.rollout(demo().rolling(1, "StepReady"));
    assertThat(ops.isCurrentStepReady(1)).isTrue();
    server.rollout(demo().succeeded().releaseBefore());
    assertThat(ops.isCurrentStepReady(3)).isTrue();
    assertThat(server.count(WORKLOAD)).isZero();
  }

  @Test
  @DisplayName("the guide's check with the workload's release: false on an old status")
  void guideCheckForWorkload() {
    server.rollout(demo().rolling(1, "StepReady"));
    assertThat(ops.isCurrentStepReadyForWorkload(1)).isTrue();
    server.rollout(demo().succeeded().releaseBefore());
    assertThat(ops.isCurrentStepReadyForWorkload(3)).isFalse();
    server.workload(Workloads.deployment("r2", 2));
    server.rollout(demo().succeeded());
    assertThat(ops.isCurrentStepReadyForWorkload(3)).isTrue();
    server.deleteWorkload();
    assertThat(ops.isCurrentStepReadyForWorkload(3)).isFalse();
  }

  @Test
  @DisplayName("readiness reads the workload before the Rollout that it judges")
  void readiness() {
    server.rollout(demo().paused(1));

    StepReadiness readiness = ops.readiness(reached(1));

    assertThat(readiness.reason()).isEqualTo(Reason.MANUAL_PAUSE);
    assertThat(server.log()).extracting(Request::kind).endsWith(WORKLOAD, GET);
  }

  @Test
  @DisplayName("readiness tells the release before from the one that the workload holds")
  void readinessOfTheWorkloadsRelease() {
    server.rollout(demo().succeeded().releaseBefore());

    assertThat(ops.readiness(reached(3)).reason()).isEqualTo(Reason.OTHER_RELEASE);
    server.workload(Workloads.deployment("r1", 1));
    assertThat(ops.readiness(reached(3)).reason()).isEqualTo(Reason.SUCCEEDED);
  }

  @Test
  @DisplayName("readiness without a workload: nothing is said of its release")
  void readinessWithoutTheWorkload() {
    server.rollout(demo().succeeded());
    server.deleteWorkload();

    assertThat(ops.readiness(reached(3)).reason()).isEqualTo(Reason.WORKLOAD_NOT_FOUND);
    assertThat(ops.readiness(reached(3).ofRelease("r2")).reason()).isEqualTo(Reason.SUCCEEDED);
    assertThat(ops.readiness(reached(4)).reason()).isEqualTo(Reason.OUTSIDE_PLAN);
  }

  @Test
  @DisplayName("no right to read the workload passes through")
  void mayNotReadTheWorkload() {
    server.rollout(demo().paused(1));
    server.always(WORKLOAD, Fault.answer(403));

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> ops.isCurrentStepReadyForWorkload(1))
        .returns(403, KubernetesClientException::getCode);
  }

  @Test
  @DisplayName("list reads all Rollouts of the namespace")
  void lists() {
    RolloutsClient client = RolloutsClient.on(kubernetes, clock);
    assertThat(client.inNamespace("default").list()).isEmpty();
    server.rollout(demo().paused(1));
    server.rollout(demo().named("other").succeeded());

    List<RolloutView> all = client.inNamespace("default").list();

    assertThat(all)
        .extracting(RolloutView::name)
        .containsExactlyInAnyOrder("rollouts-demo", "other");
    assertThat(client.inNamespace("elsewhere").list()).isEmpty();
  }

  @Test
  @DisplayName("each way to a Rollout gives the same one; fabric8's handle is there")
  void finds() {
    server.rollout(demo().paused(1));
    RolloutsClient client = RolloutsClient.on(kubernetes);

    assertThat(client.inNamespace("default").withName("rollouts-demo").ref()).isEqualTo(REF);
    assertThat(client.rollout(REF).get().name()).isEqualTo("rollouts-demo");
    assertThat(ops.ref()).isEqualTo(REF);
    assertThat(ops.resource().get().getMetadata().getName()).isEqualTo("rollouts-demo");
  }

  @Test
  @DisplayName("a blank namespace or name is refused before anything is sent")
  void blank() {
    RolloutsClient client = RolloutsClient.on(kubernetes, clock);

    assertThatIllegalArgumentException().isThrownBy(() -> client.inNamespace(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.inNamespace("default").withName(""));
    assertThatIllegalArgumentException().isThrownBy(() -> new RolloutRef("", "x"));
    assertThat(server.log()).isEmpty();
  }

  @Test
  @DisplayName("an explanation reads each thing once, and the Rollout first and last")
  void explains() {
    server.rollout(demo().paused(1));

    assertThat(ops.explain().cause()).isEqualTo(Cause.NEEDS_APPROVAL);
    assertThat(server.log()).extracting(Request::method).containsOnly("GET");
    assertThat(server.log())
        .extracting(request -> request.uri().replaceFirst("^.*/namespaces/default/", ""))
        .startsWith("rollouts/rollouts-demo", "deployments/workload-demo")
        .endsWith("rollouts/rollouts-demo")
        .contains("batchreleases/rollouts-demo", "events?limit=500")
        .hasSize(5);
  }

  @Test
  @DisplayName("what may not be read, and what isn't answered, is named and not asked for again")
  void explainsWithLess() {
    server.rollout(demo().paused(1));
    server.next(WORKLOAD, Fault.answer(403), Fault.answer(500));

    Explanation explanation = ops.explain();

    assertThat(explanation.cause()).isEqualTo(Cause.NEEDS_APPROVAL);
    assertThat(explanation.unseen())
        .containsExactly(
            new Unseen("workload workload-demo", "get deployments.apps", Unseen.Why.FORBIDDEN),
            new Unseen("Events", "list events", Unseen.Why.NO_ANSWER));
    assertThat(server.count(WORKLOAD)).isEqualTo(2);
  }

  @Test
  @DisplayName("without the Rollout there is nothing to explain or describe")
  void explainsNothing() {
    assertThatExceptionOfType(RolloutNotFoundException.class).isThrownBy(ops::explain);
    assertThatExceptionOfType(RolloutNotFoundException.class).isThrownBy(ops::describe);
    assertThat(ops.explainAsync())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(RolloutNotFoundException.class);
  }
}

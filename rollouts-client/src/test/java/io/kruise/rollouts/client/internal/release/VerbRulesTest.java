// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.release;

import static io.kruise.rollouts.client.support.RolloutFixture.blueGreen;
import static io.kruise.rollouts.client.support.RolloutFixture.demo;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kruise.rollouts.client.ReleaseRefusedException;
import io.kruise.rollouts.client.RolloutNotFoundException;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.VerbRefusedException;
import io.kruise.rollouts.client.internal.verb.Move;
import io.kruise.rollouts.client.internal.verb.Sight;
import io.kruise.rollouts.client.internal.verb.Verb;
import io.kruise.rollouts.client.internal.workload.Kinds;
import io.kruise.rollouts.client.readiness.ReleaseMatch;
import io.kruise.rollouts.client.release.MidRelease;
import io.kruise.rollouts.client.release.ReleaseRequest;
import io.kruise.rollouts.client.release.TemplateChange;
import io.kruise.rollouts.client.support.RolloutFixture;
import io.kruise.rollouts.client.support.Workloads;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.model.RolloutLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each verb does next, by what it sees. What comes of it is tested on the fake. */
@DisplayName("the rules of the verbs")
class VerbRulesTest {
  private static final RolloutRef REF =
      new RolloutRef(RolloutFixture.NAMESPACE, RolloutFixture.NAME);
  private static final ReleaseMatch R2 = ReleaseMatch.rolloutId("r2");
  private static final Duration BEGUN = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(16);
  private static final Map<String, Object> OLD = template("app:1");
  private static final Map<String, Object> NEW = template("app:2");

  private static Map<String, Object> template(String image) {
    return Map.of("spec", Map.of("containers", List.of(Map.of("name", "app", "image", image))));
  }

  // ---- what is seen

  /** The workload with the new template, held by the Rollout. */
  private static GenericKubernetesResource releasing() {
    return workload(Workloads.releasing("r2", 2), NEW, false);
  }

  private static GenericKubernetesResource atRest(Map<String, Object> template) {
    return workload(Workloads.deployment("r2", 2), template, false);
  }

  private static GenericKubernetesResource leftPaused() {
    return workload(Workloads.deployment("r2", 2), NEW, true);
  }

  /** A CloneSet with a template, stopped as the webhook does it. */
  private static GenericKubernetesResource stoppedCloneSet(Map<String, Object> template) {
    GenericKubernetesResource workload = atRest(template);
    workload.setApiVersion("apps.kruise.io/v1alpha1");
    workload.setKind("CloneSet");
    workload.setAdditionalProperty(
        "spec",
        Map.of("replicas", 4, "template", template, "updateStrategy", Map.of("partition", "100%")));
    return workload;
  }

  /** The same with a StatefulSet. */
  private static GenericKubernetesResource stoppedStatefulSet() {
    GenericKubernetesResource workload = atRest(NEW);
    workload.setKind("StatefulSet");
    workload.setAdditionalProperty(
        "spec",
        Map.of(
            "replicas",
            4,
            "template",
            NEW,
            "updateStrategy",
            Map.of("rollingUpdate", Map.of("partition", 32767))));
    return workload;
  }

  private static GenericKubernetesResource withAnnotation(
      String key, GenericKubernetesResource workload) {
    workload.getMetadata().setAnnotations(Map.of(key, "{}"));
    return workload;
  }

  private static GenericKubernetesResource workload(
      GenericKubernetesResource workload, Map<String, Object> template, boolean paused) {
    Map<String, String> labels = new HashMap<>(workload.getMetadata().getLabels());
    labels.put(RolloutLabels.WORKLOAD_TYPE, "deployment");
    workload.getMetadata().setLabels(labels);
    workload.getMetadata().setUid("uid-w");
    workload.setAdditionalProperty(
        "spec", Map.of("replicas", 4, "template", template, "paused", paused));
    workload.setAdditionalProperty(
        "status",
        Map.of(
            "observedGeneration", 2,
            "replicas", 4,
            "updatedReplicas", 4,
            "readyReplicas", 4));
    return workload;
  }

  private static Sight sight(
      RolloutFixture rollout, @Nullable GenericKubernetesResource workload, Duration begun) {
    return new Sight(
        rollout.build(),
        rollout.view(),
        workload == null ? null : Kinds.standard().view(workload),
        0,
        begun);
  }

  private static Sight gone(RolloutFixture rollout) {
    return new Sight(null, rollout.view(), null, 0, BEGUN);
  }

  // ---- what is said

  private static String said(Move<?> move) {
    if (move instanceof Move.Write<?> write) {
      return "write "
          + write.target()
          + write.patch().stream()
              .filter(operation -> !"test".equals(operation.get("op")))
              .map(operation -> " " + operation.get("path"))
              .collect(Collectors.joining());
    }
    if (move instanceof Move.Wait<?> wait) {
      return "wait for " + wait.why();
    }
    if (move instanceof Move.Refuse<?> refuse) {
      return "refuse " + why(refuse.failure());
    }
    return move instanceof Move.Delete<?> ? "delete" : "done";
  }

  private static String why(RuntimeException failure) {
    if (failure instanceof VerbRefusedException refused) {
      return refused.refusal().name();
    }
    if (failure instanceof ReleaseRefusedException refused) {
      return refused.preflight().obstacles().toString();
    }
    return failure instanceof RolloutNotFoundException ? "NOT_FOUND" : String.valueOf(failure);
  }

  // ---- the tables

  private static Arguments row(String when, Verb<?> verb, Sight sight, String says) {
    return arguments(verb + ", " + when, verb, sight, says);
  }

  static Stream<Arguments> holding() {
    Verb<?> pause = HoldVerb.pause(REF, R2);
    Verb<?> resume = HoldVerb.resume(REF, R2);
    Verb<?> jump = new JumpVerb(REF, R2, 3);
    String next = "write ROLLOUT_STATUS /status/canaryStatus/nextStepIndex";
    return Stream.of(
        row("walking", pause, walking(), "write ROLLOUT /spec/strategy/paused"),
        row("already", pause, heldSight(), "done"),
        row("just said", pause, sight(demo().paused(1).held(), releasing(), BEGUN), holds()),
        row("held", resume, heldSight(), "write ROLLOUT /spec/strategy/paused"),
        row("walking", resume, walking(), "done"),
        row("initialising", pause, initializing(), "write ROLLOUT /spec/strategy/paused"),
        row("initialising", jump, initializing(), "refuse NOT_BEGUN"),
        row("held", jump, heldSight(), "refuse HELD"),
        row("at step 1", jump, walking(), next),
        row("there", jump, sight(demo().rolling(3, "StepUpgrade"), releasing(), BEGUN), "done"),
        row("next", jump, sight(demo().paused(2), releasing(), BEGUN), "refuse STEP_IS_NEXT"),
        row("wished", jump, sight(demo().paused(1).next(3), releasing(), BEGUN), goesTo3()),
        row("no such", new JumpVerb(REF, R2, 4), walking(), "refuse STEP_OUTSIDE_PLAN"),
        row("finalising", pause, sight(demo().finalising(), releasing(), BEGUN), finalising()),
        row("over", pause, sight(demo().succeeded(), atRest(NEW), BEGUN), "refuse COMPLETED"),
        row("back", pause, sight(demo().cancelling(1).id("r2"), atRest(OLD), BEGUN), rolledBack()),
        row("no workload", pause, sight(demo().paused(1), null, BEGUN), walks()),
        row("gone", pause, gone(demo().paused(1)), "refuse NOT_FOUND"),
        row("other", HoldVerb.pause(REF, ReleaseMatch.rolloutId("r9")), walking(), other()));
  }

  private static Sight walking() {
    return sight(demo().paused(1), releasing(), BEGUN);
  }

  private static Sight heldSight() {
    return sight(demo().heldAt(1, "StepUpgrade"), releasing(), BEGUN);
  }

  private static Sight initializing() {
    return sight(demo().initializing(), releasing(), BEGUN);
  }

  private static String holds() {
    return "wait for the controller to hold";
  }

  private static String goesTo3() {
    return "wait for the controller to go to step 3";
  }

  private static String finalising() {
    return "refuse FINALISING";
  }

  private static String walks() {
    return "write ROLLOUT /spec/strategy/paused";
  }

  private static String rolledBack() {
    return "refuse ROLLED_BACK";
  }

  private static String other() {
    return "refuse OTHER_RELEASE";
  }

  static Stream<Arguments> lettingGo() {
    Verb<?> gently = LetGoVerb.disable(REF, MidRelease.REFUSE);
    Verb<?> firmly = LetGoVerb.disable(REF, MidRelease.PROMOTE);
    Verb<?> delete = LetGoVerb.delete(REF, MidRelease.PROMOTE);
    String begin = "wait for the release to begin: until then the workload would stay paused";
    String disabled = "write ROLLOUT /spec/disabled";
    return Stream.of(
        row("over", gently, sight(demo().succeeded(), atRest(NEW), BEGUN), disabled),
        row("walking", gently, walking(), "refuse WOULD_PROMOTE"),
        row("walking", firmly, walking(), disabled),
        row("walking", delete, walking(), "delete"),
        row("initialising", firmly, initializing(), begin),
        row("long so", firmly, sight(demo().initializing(), releasing(), LATE), disabled),
        row("done", firmly, sight(demo().disabledAt(2), atRest(NEW), BEGUN), "done"),
        row(
            "left paused",
            firmly,
            sight(demo().initializing().disabled().phase("Disabled"), leftPaused(), BEGUN),
            "write WORKLOAD /spec/paused"),
        row(
            "left stopped, a CloneSet",
            firmly,
            sight(demo().initializing().disabled().phase("Disabled"), stoppedCloneSet(NEW), BEGUN),
            "write WORKLOAD /spec/updateStrategy/partition"),
        row(
            "left stopped, a StatefulSet",
            firmly,
            sight(demo().initializing().disabled().phase("Disabled"), stoppedStatefulSet(), BEGUN),
            "write WORKLOAD /spec/updateStrategy/rollingUpdate/partition"),
        row("gone", delete, gone(demo().succeeded()), "done"),
        row("gone", firmly, gone(demo().succeeded()), "refuse NOT_FOUND"));
  }

  static Stream<Arguments> goingBack() {
    Verb<?> back = new RollbackVerb(REF, "r2", new Revision("rev1", 1, Instant.EPOCH, OLD));
    String template =
        "write WORKLOAD /metadata/annotations/kruise-rollouts-java~1rollback" + " /spec/template";
    String annotated = "write WORKLOAD /metadata/annotations /spec/template";
    return Stream.of(
        row("walking", back, walking(), template),
        row("held", back, heldSight(), template),
        row(
            "initialising",
            back,
            initializing(),
            "wait for the release to begin: before that, its rollback would not be seen"),
        row("long so", back, sight(demo().initializing(), releasing(), LATE), template),
        row(
            "finalising",
            back,
            sight(demo().finalising(), releasing(), BEGUN),
            "wait for the release to be completed: until then a change would escape"),
        row("over", back, sight(demo().succeeded(), atRest(NEW), BEGUN), annotated),
        row(
            "under way",
            back,
            sight(demo().cancelling(1), workload(Workloads.releasing("r2", 3), OLD, false), BEGUN),
            "wait for the controller to take it back"),
        row(
            "blue-green, a CloneSet left stopped",
            back,
            sight(blueGreen(1, "100%").cancelling(1), stoppedCloneSet(OLD), BEGUN),
            "write WORKLOAD /spec/updateStrategy/partition"),
        row(
            "blue-green, a CloneSet not given back yet",
            back,
            sight(
                blueGreen(1, "100%").cancelling(1),
                withAnnotation(RolloutAnnotations.CONTROL_INFO, stoppedCloneSet(OLD)),
                BEGUN),
            "wait for the controller to take it back"),
        row(
            "a CloneSet, which the controller lets go on by itself",
            back,
            sight(demo().cancelling(1), stoppedCloneSet(OLD), BEGUN),
            "wait for the controller to take it back"),
        row("by others", back, sight(demo().cancelled(1), atRest(OLD), BEGUN), "done"),
        row(
            "another release",
            new RollbackVerb(REF, "r9", new Revision("rev1", 1, Instant.EPOCH, OLD)),
            walking(),
            "refuse OTHER_RELEASE"),
        row("no workload", back, sight(demo().paused(1), null, BEGUN), "refuse WORKLOAD_NOT_FOUND"),
        row("gone", back, gone(demo().paused(1)), "refuse NOT_FOUND"));
  }

  static Stream<Arguments> starting() {
    Templates templates = new Templates(new KubernetesSerialization());
    Verb<?> three =
        new StartVerb(REF, ReleaseRequest.of("r3", TemplateChange.image("app:3")), templates);
    Verb<?> over =
        new StartVerb(
            REF, ReleaseRequest.of("r3", TemplateChange.image("app:3")).superseding(), templates);
    Verb<?> again =
        new StartVerb(REF, ReleaseRequest.of("r2", TemplateChange.image("app:2")), templates);
    Verb<?> same =
        new StartVerb(REF, ReleaseRequest.of("r3", TemplateChange.image("app:2")), templates);
    String write = "write WORKLOAD /metadata/labels/rollouts.kruise.io~1rollout-id /spec/template";
    return Stream.of(
        row("over", three, sight(demo().succeeded(), atRest(NEW), BEGUN), write),
        row("walking", three, walking(), "refuse [RELEASE_IN_PROGRESS]"),
        row("walking", over, walking(), write),
        row("walking", again, walking(), "done"),
        row(
            "nothing new",
            same,
            sight(demo().succeeded(), atRest(NEW), BEGUN),
            "refuse [NOTHING_CHANGES]"),
        row(
            "id in use",
            new StartVerb(REF, ReleaseRequest.of("r2", TemplateChange.image("app:3")), templates),
            sight(demo().succeeded(), atRest(NEW), BEGUN),
            "refuse [ID_IN_USE]"),
        row(
            "disabled",
            three,
            sight(demo().disabledAt(2), atRest(NEW), BEGUN),
            "refuse [ROLLOUT_DISABLED]"),
        row(
            "no workload",
            three,
            sight(demo().succeeded(), null, BEGUN),
            "refuse [WORKLOAD_NOT_FOUND]"),
        row("gone", three, gone(demo().succeeded()), "refuse NOT_FOUND"));
  }

  static Stream<Arguments> enabling() {
    Verb<?> enable = new EnableVerb(REF);
    return Stream.of(
        row(
            "disabled",
            enable,
            sight(demo().disabledAt(2), atRest(NEW), BEGUN),
            "write ROLLOUT /spec/disabled"),
        row("enabled", enable, sight(demo().enabledAgainAt(2), atRest(NEW), BEGUN), "done"),
        row(
            "deleting",
            enable,
            sight(demo().disabledAt(2).deleting(), atRest(NEW), BEGUN),
            "refuse BEING_DELETED"),
        row("gone", enable, gone(demo().disabledAt(2)), "refuse NOT_FOUND"));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource({"holding", "lettingGo", "goingBack", "starting", "enabling"})
  @DisplayName("next move")
  void rules(String when, Verb<?> verb, Sight sight, String says) {
    assertThat(said(requireNonNull(verb.next(sight)))).as(when).isEqualTo(says);
  }
}

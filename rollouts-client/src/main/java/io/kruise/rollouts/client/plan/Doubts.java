// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.plan;

import io.kruise.rollouts.client.plan.Spec.Strategy;
import io.kruise.rollouts.client.plan.Spec.Workload;
import io.kruise.rollouts.model.RollingStyle;
import io.kruise.rollouts.model.RolloutAnnotations;
import java.util.List;
import java.util.Map;

/** What is accepted, and then isn't what it seems: of a spec as a whole. */
final class Doubts {
  /** Versions that the workloads are served in; of others the controller finds no workload. */
  private static final Map<String, List<String>> VERSIONS =
      Map.of("apps", List.of("v1"), "apps.kruise.io", List.of("v1alpha1", "v1beta1"));

  private final Document document;
  private final Spec spec;
  private final Findings findings;

  private Doubts(Document document, Spec spec, Findings findings) {
    this.document = document;
    this.spec = spec;
    this.findings = findings;
  }

  static void of(Document document, Spec spec, Findings findings) {
    Doubts doubts = new Doubts(document, spec, findings);
    doubts.ofWorkload(spec.workload());
    spec.strategy().ifPresent(doubts::ofStrategy);
    StepDoubts.of(spec, findings);
  }

  private void ofWorkload(Workload workload) {
    String version = workload.apiVersion().substring(workload.apiVersion().indexOf('/') + 1);
    if (VERSIONS.containsKey(workload.group())
        && !VERSIONS.get(workload.group()).contains(version)) {
      findings.warn(
          FindingCode.ODD_WORKLOAD_VERSION,
          "spec.workloadRef.apiVersion",
          workload.apiVersion()
              + " is no version that is served today; it also hides this Rollout from others of"
              + " the same workload: write "
              + workload.group()
              + "/"
              + VERSIONS.get(workload.group()).get(0));
    }
    if (workload.is("apps", "ReplicaSet")) {
      findings.warn(
          FindingCode.REPLICA_SET,
          "spec.workloadRef.kind",
          "a ReplicaSet is accepted, and then never released; name a Deployment");
    }
    if (!Names.possible(workload.name())) {
      findings.warn(
          FindingCode.IMPOSSIBLE_NAME,
          "spec.workloadRef.name",
          "no workload can be named \"" + workload.name() + "\"; correct the name");
    }
  }

  private void ofStrategy(Strategy strategy) {
    String at = spec.path();
    boolean blueGreen = spec.style() == RollingStyle.BLUE_GREEN;
    strategy.failureThreshold().ifPresent(each -> ofThreshold(each, blueGreen));
    if (strategy.extraWorkload() && spec.style() == RollingStyle.PARTITION) {
      findings.warn(
          FindingCode.EXTRA_WORKLOAD_IGNORED,
          at + ".enableExtraWorkloadForCanary",
          "only a Deployment of apps/v1 gets extra pods; this workload is updated in place, by"
              + " partition: take it out");
    }
    if (strategy.metadata() && spec.style() == RollingStyle.PARTITION) {
      findings.warn(
          FindingCode.METADATA_IGNORED,
          at + ".patchPodTemplateMetadata",
          "there are no canary pods of their own to get it; set enableExtraWorkloadForCanary, or"
              + " take it out");
    }
    if (!strategy.routingRef().isEmpty()) {
      findings.warn(
          FindingCode.ROUTING_REF_IGNORED,
          at + ".trafficRoutingRef",
          "the controller doesn't read it; name the TrafficRouting in the annotation "
              + RolloutAnnotations.TRAFFIC_ROUTING);
    }
    if (spec.routed()
        && spec.routings().get().stream()
            .anyMatch(
                each ->
                    each.ingress().isEmpty()
                        && each.gateway().isEmpty()
                        && each.custom().filter(List::isEmpty).isPresent())) {
      findings.warn(
          FindingCode.EMPTY_ROUTE,
          at + ".trafficRoutings[0].customNetworkRefs",
          "the list is empty, and nothing will be routed; name a resource, an ingress or a gateway");
    }
    if (blueGreen
        && strategy.withoutCanaryService()
        && spec.routed()
        && spec.steps().stream().findFirst().filter(Spec.Step::routes).isPresent()) {
      findings.warn(
          FindingCode.BLUE_GREEN_WITHOUT_SERVICE,
          at + ".disableGenerateCanaryService",
          "a blue-green release that moves traffic in its first step waits for the canary Service"
              + " for ever; leave it out");
    }
    if (document.annotated(RolloutAnnotations.ROLLBACK_IN_BATCH, "true") && !rollsBackInBatches()) {
      findings.warn(
          FindingCode.BATCH_ROLLBACK_IGNORED,
          "metadata.annotations",
          RolloutAnnotations.ROLLBACK_IN_BATCH
              + " is heeded for a CloneSet or StatefulSet without traffic routing only; this one"
              + " is rolled back at once");
    }
  }

  private boolean rollsBackInBatches() {
    return !spec.routed()
        && (spec.workload().kind().equals("StatefulSet")
            || spec.workload().kind().equals("CloneSet"));
  }

  private void ofThreshold(Amount threshold, boolean blueGreen) {
    String at = spec.path() + ".failureThreshold";
    if (blueGreen) {
      findings.warn(
          FindingCode.THRESHOLD_IGNORED,
          at,
          "a blue-green release doesn't read it, and waits for all pods; take it out");
    } else if (threshold.percent() ? !threshold.percentFrom(0) : threshold.number().signum() < 0) {
      findings.warn(
          FindingCode.ODD_THRESHOLD,
          at,
          "\""
              + threshold.text()
              + "\" is no number of pods; write a count from 0 on, or a percentage up to \"100%\"");
    }
  }

  /** The conflict check compares letters; two versions of one workload escape it. */
  static void ofNeighbour(String name, Workload theirs, Workload ours, Findings findings) {
    if (!ours.equals(theirs)
        && ours.name().equals(theirs.name())
        && ours.is(theirs.group(), theirs.kind())) {
      findings.warn(
          FindingCode.WORKLOAD_SHARED,
          "spec.workloadRef.apiVersion",
          "Rollout "
              + name
              + " has this workload as "
              + theirs.apiVersion()
              + ", and both would control it; delete one of them");
    }
  }

  /** Of an update in the middle of a release. */
  static void ofUpdate(Spec before, Spec after, Findings findings) {
    if (after.disabled() && !before.disabled()) {
      findings.warn(
          FindingCode.DISABLED_DURING_RELEASE,
          "spec.disabled",
          "in the middle of a release this brings the new version to all pods, without steps; to"
              + " stop it, set spec.strategy.paused, or roll the workload back");
    }
    if (before.steps().size() == after.steps().size() && !before.plansAs(after)) {
      findings.warn(
          FindingCode.PLAN_CHANGED,
          after.path() + ".steps",
          "the current step is done again, and pauses again; where its replicas fall below what is"
              + " reached, the release goes on to a later step without an approval");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import static io.kruise.rollouts.testkit.internal.admission.Writes.changed;
import static io.kruise.rollouts.testkit.internal.admission.Writes.object;
import static io.kruise.rollouts.testkit.internal.admission.Writes.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.RolloutAnnotations;
import io.kruise.rollouts.testkit.internal.api.Admission.Request;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WorkloadHandler.handleDeployment, line by line. */
class DeploymentReleaseTest {
  private static final ObjectNode DEPLOYMENT =
      object(
          "{'apiVersion':'apps/v1','kind':'Deployment',"
              + "'metadata':{'name':'web','namespace':'ns','uid':'u1',"
              + "'labels':{'rollouts.kruise.io/workload-type':'deployment'},"
              + "'annotations':{'a':'b'}},"
              + "'spec':{'replicas':5,'strategy':{'type':'RollingUpdate',"
              + "'rollingUpdate':{'maxSurge':'25%','maxUnavailable':'25%'}},"
              + "'template':{'metadata':{'labels':{'app':'web'}},'spec':{'image':'v1'}}}}");

  private static final ObjectNode ROLLOUT =
      object(
          "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'Rollout',"
              + "'metadata':{'name':'r','namespace':'ns'},'spec':{'workloadRef':"
              + "{'apiVersion':'apps/v1','kind':'Deployment','name':'web'},"
              + "'strategy':{'canary':{'steps':[{'replicas':1}]}}}}");

  private static final String V2 = "{'spec':{'template':{'spec':{'image':'v2'}}}}";
  private static final ObjectNode OLD = replicaSet("old", 1, 5, "v1");

  private static ObjectNode replicaSet(String hash, int revision, int replicas, String image) {
    ObjectNode set = object("{'apiVersion':'apps/v1','kind':'ReplicaSet'}");
    Json.dig(set, "metadata").put("name", "web-" + hash).put("namespace", "ns");
    Json.dig(set, "metadata", "labels").put("pod-template-hash", hash);
    Json.dig(set, "metadata", "annotations")
        .put("deployment.kubernetes.io/revision", "" + revision);
    Json.dig(set, "metadata").putArray("ownerReferences").add(Meta.controllerReference(DEPLOYMENT));
    Json.dig(set, "spec").put("replicas", replicas);
    Json.dig(set, "spec", "template", "metadata", "labels")
        .put("app", "web")
        .put("pod-template-hash", hash);
    Json.dig(set, "spec", "template", "spec").put("image", image);
    return set;
  }

  private static ObjectNode mutated(Request request) {
    new WorkloadWebhooks().mutate(request);
    return request.object();
  }

  private static ObjectNode started(ObjectNode deployment, String stableHash) {
    ObjectNode held = changed(deployment, "{'spec':{'paused':true}}");
    Json.dig(held, "metadata", "labels").put("rollouts.kruise.io/stable-revision", stableHash);
    Json.dig(held, "metadata", "annotations")
        .put("rollouts.kruise.io/in-progressing", "{\"rolloutName\":\"r\"}");
    return held;
  }

  @Test
  void aNewTemplateStartsARelease() {
    ObjectNode after = changed(DEPLOYMENT, V2);

    assertThat(mutated(update(DEPLOYMENT, after, ROLLOUT, OLD))).isEqualTo(started(after, "old"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z'}}",
        "{'metadata':{'namespace':'other'}}",
        "{'status':{'phase':'Disabled'}}",
        "{'spec':{'strategy':{'canary':null}}}",
        "{'spec':{'workloadRef':{'name':'other'}}}",
        "{'spec':{'workloadRef':{'kind':'StatefulSet'}}}",
        "{'spec':{'workloadRef':{'apiVersion':'apps.kruise.io/v1'}}}",
        "{'spec':{'workloadRef':{'apiVersion':'apps/v1/v1'}}}",
      })
  void aRolloutThatDoesNotReleaseItStartsNothing(String change) {
    ObjectNode after = changed(DEPLOYMENT, V2);

    assertThat(mutated(update(DEPLOYMENT, after, changed(ROLLOUT, change), OLD))).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'spec':{'workloadRef':{'apiVersion':'apps/v2'}}}",
        "{'status':{'phase':'Disabling'}}",
        "{'spec':{'strategy':{'canary':null,'blueGreen':{}}}}",
      })
  void aRolloutThatReleasesItStartsARelease(String change) {
    ObjectNode after = changed(DEPLOYMENT, V2);

    assertThat(mutated(update(DEPLOYMENT, after, changed(ROLLOUT, change), OLD)))
        .isEqualTo(started(after, "old"));
  }

  @ParameterizedTest
  @CsvSource({
    // id before, id after, new template, starts
    ",,false,false",
    ",,true,true",
    ",r1,false,true",
    "r1,r1,true,false",
    "r1,r2,false,true",
    "r1,,true,true",
    "r1,,false,false",
  })
  void theIdInTheAnnotationsWinsOverTheTemplate(
      @Nullable String before, @Nullable String after, boolean newTemplate, boolean starts) {
    ObjectNode old = changed(DEPLOYMENT, id(before));
    ObjectNode wanted = changed(changed(old, id(after)), newTemplate ? V2 : "{}");

    ObjectNode got = mutated(update(old, wanted, ROLLOUT, OLD));

    assertThat(got.equals(wanted)).isEqualTo(!starts);
    assertThat(got.path("spec").path("paused").asBoolean()).isEqualTo(starts);
  }

  private static String id(@Nullable String id) {
    return "{'metadata':{'annotations':{'rollouts.kruise.io/rollout-id':"
        + (id == null ? "null" : "'" + id + "'")
        + "}}}";
  }

  @Test
  void withoutPodsThereIsNothingToHoldBack() {
    ObjectNode none = changed(DEPLOYMENT, "{'spec':{'replicas':0}}");
    ObjectNode after = changed(none, V2);
    assertThat(mutated(update(none, after, ROLLOUT, OLD))).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'metadata':{'ownerReferences':null}}",
        "{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z'}}",
        "{'spec':{'replicas':0}}",
        "{'kind':'ControllerRevision'}",
      })
  void withoutAnActiveReplicaSetThereIsNothingToHoldBack(String change) {
    ObjectNode after = changed(DEPLOYMENT, V2);

    assertThat(mutated(update(DEPLOYMENT, after, ROLLOUT, changed(OLD, change)))).isEqualTo(after);
  }

  @Test
  void withTrafficRoutingOnlyOneVersionMayRun() {
    ObjectNode after = changed(DEPLOYMENT, V2);
    ObjectNode other = replicaSet("v0", 2, 1, "v0");
    ObjectNode routed =
        changed(ROLLOUT, "{'spec':{'strategy':{'canary':{'trafficRoutings':[{'service':'s'}]}}}}");

    assertThat(mutated(update(DEPLOYMENT, after, routed, OLD, other))).isEqualTo(after);
    assertThat(mutated(update(DEPLOYMENT, after, routed, OLD))).isEqualTo(started(after, "old"));
    assertThat(mutated(update(DEPLOYMENT, after, ROLLOUT, OLD, other)))
        .isEqualTo(started(after, "old"));
  }

  @Test
  void theStableReplicaSetIsTheOneOfTheSmallestRevisionWithAnotherTemplate() {
    ObjectNode after = changed(DEPLOYMENT, V2);
    ObjectNode same = replicaSet("same", 1, 1, "v2");
    ObjectNode tenth = replicaSet("tenth", 10, 1, "v0");
    ObjectNode ninth = replicaSet("ninth", 9, 1, "v1");

    assertThat(mutated(update(DEPLOYMENT, after, ROLLOUT, same, tenth, ninth)))
        .isEqualTo(started(after, "ninth"));
  }

  @Test
  void withoutRevisionsItIsTheOldest() {
    ObjectNode after = changed(DEPLOYMENT, V2);
    ObjectNode young =
        changed(OLD, "{'metadata':{'name':'a','creationTimestamp':'2026-01-01T00:00:01Z'}}");
    ObjectNode oldest =
        changed(
            replicaSet("oldest", 2, 1, "v0"),
            "{'metadata':{'annotations':null,'creationTimestamp':'2026-01-01T00:00:00Z'}}");

    assertThat(mutated(update(DEPLOYMENT, after, ROLLOUT, young, oldest)))
        .isEqualTo(started(after, "oldest"));
  }

  @Test
  void whenOnlyTheWantedTemplateRunsThereIsNoStableLabel() {
    ObjectNode after = changed(DEPLOYMENT, V2);

    assertThat(mutated(update(DEPLOYMENT, after, ROLLOUT, replicaSet("same", 1, 1, "v2"))))
        .isEqualTo(
            changed(
                started(after, ""),
                "{'metadata':{'labels':{'rollouts.kruise.io/stable-revision':null}}}"));
  }

  /** While the release runs: annotation, change, what is stored of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "partition|{'paused':true,'strategy':{'type':'Recreate','rollingUpdate':null}}|"
            + "{'paused':true,'strategy':{'type':'Recreate','rollingUpdate':null}}",
        "partition|{'paused':false,'strategy':{'type':'Recreate','rollingUpdate':null}}|"
            + "{'paused':true,'strategy':{'type':'Recreate','rollingUpdate':null}}",
        "partition|{'paused':true}|"
            + "{'paused':true,'strategy':{'type':'Recreate','rollingUpdate':null}}",
        "bluegreen|{'paused':false,'strategy':{'type':'Recreate','rollingUpdate':null}}|"
            + "{'paused':false,'strategy':{'type':'RollingUpdate','rollingUpdate':null}}",
        "bluegreen|{'paused':false}|{'paused':false}",
        "bluegreen|{'paused':false,'template':{'spec':{'image':'v2'}}}|"
            + "{'paused':true,'template':{'spec':{'image':'v2'}}}",
        "canary|{'paused':false}|{'paused':true}",
        "canary|{'paused':true,'template':{'spec':{'image':'v2'}}}|"
            + "{'paused':true,'template':{'spec':{'image':'v2'}}}",
        "canary|{'paused':false,'strategy':{'type':'Recreate','rollingUpdate':null}}|"
            + "{'paused':true,'strategy':{'type':'RollingUpdate'}}",
      })
  void aRunningReleaseKeepsItHeldBack(String style, String change, String kept) {
    ObjectNode before = running(style);
    ObjectNode after = changed(before, "{'spec':" + change + "}");

    assertThat(mutated(update(before, after, ROLLOUT, OLD)).path("spec"))
        .isEqualTo(changed(before, "{'spec':" + kept + "}").path("spec"));
  }

  private static ObjectNode running(String style) {
    ObjectNode deployment = started(DEPLOYMENT, "old");
    ObjectNode annotations = Json.dig(deployment, "metadata", "annotations");
    if (style.equals("partition")) {
      annotations.put(
          RolloutAnnotations.DEPLOYMENT_STRATEGY,
          "{\"rollingStyle\":\"Partition\",\"partition\":\"20%\"}");
    } else if (style.equals("bluegreen")) {
      annotations.put(RolloutAnnotations.ORIGINAL_DEPLOYMENT_STRATEGY, "{}");
    }
    return deployment;
  }

  /** Annotation deployment-strategy, what the update's spec says, the annotation afterwards. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'rollingStyle':'Partition','partition':1}|"
            + "{'paused':true,'strategy':{'type':'Recreate','rollingUpdate':null}}|"
            + "{'rollingStyle':'Partition','partition':1}",
        "{'rollingStyle':'Partition','partition':1}|"
            + "{'paused':false,'strategy':{'type':'Recreate','rollingUpdate':null}}|"
            + "{'rollingStyle':'Partition','rollingUpdate':{'maxUnavailable':'25%'},'partition':1}",
        "{'rollingStyle':'Partition','rollingUpdate':{'maxUnavailable':1,'maxSurge':2}}|"
            + "{'paused':false,'strategy':{'type':'Recreate','rollingUpdate':null}}|"
            + "{'rollingStyle':'Partition','rollingUpdate':{'maxUnavailable':1,'maxSurge':2},"
            + "'partition':0}",
        "{'rollingStyle':'Partition','partition':'50%'}|"
            + "{'paused':true,'strategy':{'rollingUpdate':{'maxSurge':0,'maxUnavailable':0}}}|"
            + "{'rollingStyle':'Partition','rollingUpdate':{'maxUnavailable':1,'maxSurge':0},"
            + "'partition':'50%'}",
        "{'rollingStyle':'partition','partition':'50%'}|{'paused':true}|"
            + "{'rollingStyle':'partition','rollingUpdate':{'maxUnavailable':'25%',"
            + "'maxSurge':'25%'},'partition':'50%'}",
        "{'rollingStyle':'Partition','partition':2}|"
            + "{'paused':true,'strategy':{'type':'Recreate','rollingUpdate':null},"
            + "'template':{'spec':{'image':'v3'}}}|"
            + "{'rollingStyle':'Partition','rollingUpdate':{'maxUnavailable':'25%'},'paused':true,"
            + "'partition':2}",
      })
  void whatIsTunedMeanwhileGoesToTheAnnotation(String annotation, String spec, String kept) {
    ObjectNode before = running("partition");
    Json.dig(before, "metadata", "annotations")
        .put(RolloutAnnotations.DEPLOYMENT_STRATEGY, annotation.replace('\'', '"'));
    ObjectNode after = changed(before, "{'spec':" + spec + "}");

    assertThat(
            Meta.annotation(
                mutated(update(before, after, ROLLOUT, OLD)),
                RolloutAnnotations.DEPLOYMENT_STRATEGY))
        .isEqualTo(kept.replace('\'', '"'));
  }

  @Test
  void anUnreadableAnnotationCountsAsNone() {
    ObjectNode before = running("partition");
    Json.dig(before, "metadata", "annotations").put(RolloutAnnotations.DEPLOYMENT_STRATEGY, "{");
    ObjectNode after = changed(before, "{'spec':{'paused':false}}");

    assertThat(mutated(update(before, after, ROLLOUT, OLD))).isEqualTo(before);
  }

  @Test
  void whoDropsTheMarkStartsAnew() {
    ObjectNode before = running("partition");
    ObjectNode after =
        changed(
            changed(before, V2),
            "{'metadata':{'annotations':{'rollouts.kruise.io/in-progressing':null}}}");

    assertThat(mutated(update(before, after, ROLLOUT, OLD))).isEqualTo(started(after, "old"));
  }
}

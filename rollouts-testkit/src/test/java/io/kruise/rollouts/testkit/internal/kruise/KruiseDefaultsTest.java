// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("OpenKruise's defaults")
class KruiseDefaultsTest {
  private final KruiseHarness cluster = new KruiseHarness();

  @Test
  @DisplayName("of a CloneSet are those of the real one")
  void cloneSet() {
    JsonNode spec = created("v1alpha1", "CloneSet", "");
    assertThat(without(spec, "template", "selector")) // measured
        .isEqualTo(
            KruiseHarness.yaml(
                "{replicas: 1, revisionHistoryLimit: 10, scaleStrategy: {}, updateStrategy:"
                    + " {maxSurge: 0, maxUnavailable: 20%, partition: 0, type: ReCreate}}"));
    assertThat(spec.path("template").path("spec")) // measured
        .isEqualTo(
            KruiseHarness.yaml(
                "{containers: [{image: 'nginx:1', imagePullPolicy: Always, name: main, resources: {},"
                    + " terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File}],"
                    + " dnsPolicy: ClusterFirst, restartPolicy: Always, schedulerName: default-scheduler,"
                    + " securityContext: {}, terminationGracePeriodSeconds: 30}"));
  }

  @Test
  @DisplayName("leave what is given")
  void given() {
    JsonNode spec =
        created(
            "v1alpha1",
            "CloneSet",
            ", replicas: 3, updateStrategy: {type: InPlaceIfPossible, partition: 50%, maxSurge: 2}");
    assertThat(spec.path("updateStrategy"))
        .isEqualTo(
            KruiseHarness.yaml(
                "{type: InPlaceIfPossible, partition: 50%, maxSurge: 2, maxUnavailable: 20%,"
                    + " inPlaceUpdateStrategy: {}}"));
    assertThat(spec.path("replicas").asInt()).isEqualTo(3);
  }

  @Test
  @DisplayName("of an Advanced StatefulSet are those of the real one")
  void statefulSet() {
    JsonNode spec = created("v1beta1", "StatefulSet", "");
    assertThat(without(spec, "template", "selector")) // measured
        .isEqualTo(
            KruiseHarness.yaml(
                "{replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: OrderedReady,"
                    + " persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Retain},"
                    + " updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1,"
                    + " minReadySeconds: 0, partition: 0, podUpdatePolicy: ReCreate}}}"));
  }

  @Test
  @DisplayName(
      "of an Advanced DaemonSet are those of the real one, which leaves the template alone")
  void daemonSet() {
    JsonNode spec = created("v1alpha1", "DaemonSet", "");
    assertThat(without(spec, "template", "selector")) // measured
        .isEqualTo(
            KruiseHarness.yaml(
                "{burstReplicas: 250, revisionHistoryLimit: 10, updateStrategy: {type: RollingUpdate,"
                    + " rollingUpdate: {maxSurge: 0, maxUnavailable: 1, rollingUpdateType: Standard}}}"));
    assertThat(spec.path("template").path("spec"))
        .isEqualTo(KruiseHarness.yaml("{containers: [{name: main, image: 'nginx:1'}]}"));
  }

  @Test
  @DisplayName("turn the update type Surging of old into what it stood for")
  void surging() {
    JsonNode spec =
        created(
            "v1alpha1",
            "DaemonSet",
            ", updateStrategy: {rollingUpdate: {rollingUpdateType: Surging}}");
    assertThat(spec.path("updateStrategy").path("rollingUpdate"))
        .isEqualTo(
            KruiseHarness.yaml("{rollingUpdateType: Standard, maxSurge: 1, maxUnavailable: 0}"));
  }

  @Test
  @DisplayName("fill in a pod's probes, ports, volumes and the like")
  void template() {
    JsonNode spec =
        created(
            "v1alpha1",
            "CloneSet",
            "",
            "{initContainers: [{name: a, image: 'x/y'}, {name: b, image: 'x:1/y:2'}], containers:"
                + " [{name: main, image: i, ports: [{containerPort: 80}], readinessProbe: {httpGet:"
                + " {port: 80}}, env: [{name: A, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]}],"
                + " volumes: [{name: v}, {name: c, configMap: {name: x}}]}");
    JsonNode pod = spec.path("template").path("spec");
    assertThat(pod.path("initContainers"))
        .extracting(container -> container.path("imagePullPolicy").asText())
        .containsExactly("Always", "IfNotPresent");
    JsonNode main = pod.path("containers").path(0);
    assertThat(main.path("ports").path(0).path("protocol").asText()).isEqualTo("TCP");
    assertThat(main.path("readinessProbe"))
        .isEqualTo(
            KruiseHarness.yaml(
                "{httpGet: {port: 80, path: /, scheme: HTTP}, timeoutSeconds: 1, periodSeconds: 10,"
                    + " successThreshold: 1, failureThreshold: 3}"));
    assertThat(Json.at(main.path("env").path(0), "valueFrom", "fieldRef", "apiVersion").asText())
        .isEqualTo("v1");
    assertThat(pod.path("volumes").path(0).has("emptyDir")).isTrue();
    assertThat(Json.at(pod.path("volumes").path(1), "configMap", "defaultMode").asInt())
        .isEqualTo(0644);
  }

  private JsonNode created(String version, String kind, String more) {
    return created(version, kind, more, "{containers: [{name: main, image: 'nginx:1'}]}");
  }

  private JsonNode created(String version, String kind, String more, String podSpec) {
    ObjectRef ref =
        cluster.create(
            "{apiVersion: apps.kruise.io/"
                + version
                + ", kind: "
                + kind
                + ", metadata: {name: demo}, spec: {selector: {matchLabels: {app: demo}},"
                + " template: {metadata: {labels: {app: demo}}, spec: "
                + podSpec
                + "}"
                + more
                + "}}");
    return cluster.get(ref).path("spec");
  }

  private static JsonNode without(JsonNode spec, String... fields) {
    return spec.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy()
        .remove(java.util.List.of(fields));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.builtin;

import static io.kruise.rollouts.testkit.internal.cluster.ClusterBed.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.cluster.ClusterBed;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("the defaults of Kubernetes' own types")
class BuiltInDefaultsTest {
  private final ClusterBed cluster = new ClusterBed();

  @Test
  @DisplayName("of a Deployment are those of the real server, its template's included")
  void deployment() {
    assertThat(deployment("").path("spec"))
        .isEqualTo(
            yaml(
                """
                replicas: 1
                revisionHistoryLimit: 10
                progressDeadlineSeconds: 600
                strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}
                selector: {matchLabels: {app: demo}}
                template:
                  metadata: {creationTimestamp: null, labels: {app: demo}}
                  spec:
                    dnsPolicy: ClusterFirst
                    restartPolicy: Always
                    schedulerName: default-scheduler
                    securityContext: {}
                    terminationGracePeriodSeconds: 30
                    containers:
                    - name: main
                      image: nginx:1
                      imagePullPolicy: IfNotPresent
                      resources: {}
                      terminationMessagePath: /dev/termination-log
                      terminationMessagePolicy: File
                """));
  }

  @Test
  @DisplayName("leave what is given, also when it is zero, and give what goes with it only")
  void given() {
    JsonNode recreate = deployment("  replicas: 0\n  strategy: {type: Recreate}\n").path("spec");
    assertThat(recreate.path("strategy")).isEqualTo(yaml("type: Recreate"));
    assertThat(recreate.path("replicas").asInt(-1)).isZero();

    JsonNode rolling =
        deployment("  strategy: {rollingUpdate: {maxSurge: 0}}\n  paused: false\n").path("spec");
    assertThat(rolling.path("strategy"))
        .isEqualTo(
            yaml("{type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 25%}}"));
    assertThat(rolling.has("paused")).as("Go leaves a false away").isFalse();
  }

  @Test
  @DisplayName("of a Pod are those of the real server: policies, probes, ports, volumes, requests")
  void pod() {
    JsonNode spec =
        cluster
            .create(
                ClusterBed.PODS,
                """
                metadata: {name: demo}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: main
                    image: registry.example.com:5000/nginx
                    ports: [{containerPort: 80}]
                    resources: {limits: {cpu: 1000m, memory: 64Mi}, requests: {cpu: "0.5"}}
                    readinessProbe: {httpGet: {port: 80}}
                    env: [{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
                  - {name: side, image: "side@sha256:0"}
                  volumes: [{name: work}, {name: settings, configMap: {name: settings}}]
                """)
            .path("spec");
    assertThat(spec.path("terminationGracePeriodSeconds").asInt(-1)).isZero();
    assertThat(spec.path("enableServiceLinks").asBoolean()).isTrue();
    assertThat(spec.path("restartPolicy").asText()).isEqualTo("Always");
    assertThat(spec.path("containers").path(0))
        .isEqualTo(
            yaml(
                """
                name: main
                image: registry.example.com:5000/nginx
                imagePullPolicy: Always
                ports: [{containerPort: 80, protocol: TCP}]
                resources:
                  limits: {cpu: "1", memory: 64Mi}
                  requests: {cpu: 500m, memory: 64Mi}
                readinessProbe:
                  httpGet: {path: /, port: 80, scheme: HTTP}
                  timeoutSeconds: 1
                  periodSeconds: 10
                  successThreshold: 1
                  failureThreshold: 3
                env:
                - name: NODE
                  valueFrom: {fieldRef: {apiVersion: v1, fieldPath: spec.nodeName}}
                terminationMessagePath: /dev/termination-log
                terminationMessagePolicy: File
                """));
    assertThat(spec.path("containers").path(1).path("imagePullPolicy").asText())
        .isEqualTo("IfNotPresent");
    assertThat(Json.items(spec.path("volumes")))
        .contains(
            yaml("{name: work, emptyDir: {}}"),
            yaml("{name: settings, configMap: {name: settings, defaultMode: 420}}"));
  }

  @Test
  @DisplayName("of a Service are those of the real server, with an address of its own")
  void service() {
    ObjectNode first =
        service("first", "{ports: [{port: 80, name: v}, {port: 81, targetPort: web, name: w}]}");
    String address = first.path("clusterIP").asText();
    assertThat(address).startsWith("10.96.");
    assertThat(first)
        .isEqualTo(
            yaml(
                """
                type: ClusterIP
                clusterIP: %1$s
                clusterIPs: [%1$s]
                internalTrafficPolicy: Cluster
                ipFamilies: [IPv4]
                ipFamilyPolicy: SingleStack
                sessionAffinity: None
                ports:
                - {port: 80, protocol: TCP, targetPort: 80, name: v}
                - {port: 81, protocol: TCP, targetPort: web, name: w}
                """
                    .formatted(address)));
    assertThat(service("second", "{ports: [{port: 80}]}").path("clusterIP").asText())
        .startsWith("10.96.")
        .isNotEqualTo(address);
  }

  @Test
  @DisplayName("of a Service differ by its type")
  void serviceTypes() {
    ObjectNode headless = service("headless", "{clusterIP: None, ports: [{port: 80}]}");
    assertThat(headless.path("clusterIPs").path(0).asText()).isEqualTo("None");

    List<ObjectNode> open =
        List.of(
            service("open", "{type: NodePort, ports: [{port: 80}]}"),
            service("balanced", "{type: LoadBalancer, ports: [{port: 80}]}"));
    assertThat(open)
        .allSatisfy(
            each -> {
              assertThat(each.path("externalTrafficPolicy").asText()).isEqualTo("Cluster");
              assertThat(each.at("/ports/0/nodePort").asInt()).isBetween(30_000, 32_767);
            })
        .extracting(each -> each.at("/ports/0/nodePort").asInt())
        .doesNotHaveDuplicates();
    assertThat(open.get(1).path("allocateLoadBalancerNodePorts").asBoolean()).isTrue();

    assertThat(service("named", "{type: ExternalName, externalName: example.com}"))
        .isEqualTo(yaml("{type: ExternalName, externalName: example.com, sessionAffinity: None}"));
    assertThat(
            service("sticky", "{sessionAffinity: ClientIP, ports: [{port: 80}]}")
                .path("sessionAffinityConfig"))
        .isEqualTo(yaml("clientIP: {timeoutSeconds: 10800}"));
  }

  private JsonNode deployment(String more) {
    return cluster.create(
        ClusterBed.DEPLOYMENTS,
        """
        metadata: {generateName: demo-}
        spec:
        %s
          selector: {matchLabels: {app: demo}}
          template:
            metadata: {labels: {app: demo}}
            spec: {containers: [{name: main, image: "nginx:1"}]}
        """
            .formatted(more));
  }

  private ObjectNode service(String name, String spec) {
    return (ObjectNode)
        cluster
            .create(ClusterBed.SERVICES, "{metadata: {name: " + name + "}, spec: " + spec + "}")
            .path("spec");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.util.List;

/** What there is of pods beside their objects, and of namespaces. */
final class PodChecks {
  private PodChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "pod: the log of one that runs nowhere",
            s -> {
              pod(s, "pod-log");
              return s.get(s.core("pods/pod-log/log")).said();
            }),
        new Check("pod: the log of none", s -> s.get(s.core("pods/none/log")).said()),
        new Check(
            "pod: an eviction",
            s -> {
              pod(s, "pod-evict");
              return s.post(s.core("pods/pod-evict/eviction"), eviction("pod-evict")).said()
                  + "\nthen "
                  + s.get(s.core("pods/pod-evict")).code();
            }),
        new Check(
            "pod: an eviction of none",
            s -> s.post(s.core("pods/none/eviction"), eviction("none")).said()),
        new Check(
            "pod: what is set when it is made",
            s -> {
              pod(s, "pod-made");
              return s.get(s.core("pods/pod-made"))
                  .shows(
                      "/metadata/generation",
                      "/status/phase",
                      "/status/qosClass",
                      "/spec/restartPolicy",
                      "/spec/terminationGracePeriodSeconds",
                      "/spec/tolerations");
            }),
        new Check(
            "namespace: finalizers through the main resource",
            s ->
                s.patch(
                        "/api/v1/namespaces/" + s.namespace() + "?dryRun=All",
                        Server.MERGE,
                        "{\"spec\":{\"finalizers\":[\"example.com/x\"]}}")
                    .shows("/spec")),
        new Check(
            "namespace: finalizers through /finalize",
            s -> {
              String path = "/api/v1/namespaces/" + s.namespace();
              return s.put(
                      path + "/finalize?dryRun=All",
                      "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
                          + s.namespace()
                          + "\"},\"spec\":{\"finalizers\":[\"kubernetes\",\"example.com/x\"]}}")
                  .shows("/kind", "/spec");
            }),
        new Check(
            "fields: of an object that a controller made",
            s -> {
              s.post(
                  s.of("apps/v1", "deployments"), StrategicPatchChecks.deployment("fields-made"));
              try (Server.Lines lines =
                  s.watch(
                      s.of("apps/v1", "replicasets")
                          + "?watch=1&timeoutSeconds=20&labelSelector=app=fields-made")) {
                return Answer.read(lines.next())
                    .at("/object/metadata/managedFields/0/manager")
                    .asText("none");
              }
            }));
  }

  private static void pod(Server s, String name) throws Exception {
    s.post(
        s.core("pods"),
        "{\"metadata\":{\"name\":\""
            + name
            + "\"},\"spec\":{\"schedulerName\":\"nobody\","
            + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
  }

  private static String eviction(String name) {
    return "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\""
        + name
        + "\"}}";
  }
}

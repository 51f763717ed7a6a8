// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.util.List;

/** Rollouts, as their CRD and webhook treat them; none is stored, so no controller takes part. */
final class RolloutChecks {
  private RolloutChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "rollout: defaults",
            s ->
                tried(
                        s,
                        "{\"canary\":{\"steps\":[{\"replicas\":1}],"
                            + "\"trafficRoutings\":[{\"service\":\"x\",\"ingress\":{\"name\":\"i\"}}]}}")
                    .shows("/spec")),
        new Check(
            "rollout: traffic as a number",
            s -> tried(s, "{\"canary\":{\"steps\":[{\"replicas\":1,\"traffic\":5}]}}").said()),
        new Check(
            "rollout: no workloadRef",
            s ->
                s.post(
                        s.of("rollouts.kruise.io/v1beta1", "rollouts") + "?dryRun=All",
                        "{\"apiVersion\":\"rollouts.kruise.io/v1beta1\",\"kind\":\"Rollout\","
                            + "\"metadata\":{\"name\":\"x\"},\"spec\":{\"strategy\":{}}}")
                    .said()),
        new Check(
            "rollout: the webhook refuses",
            s -> {
              Answer answer = tried(s, "{\"canary\":{\"steps\":[]}}");
              return answer.code()
                  + " "
                  + answer.at("/reason").asText("-")
                  + " "
                  + answer.at("/details").isMissingNode()
                  + " "
                  + answer.at("/message").asText().replaceAll(" denied the request: .*", "");
            }),
        new Check(
            "rollout: an unknown field",
            s -> tried(s, "{\"canary\":{\"steps\":[{\"replicas\":1}],\"other\":1}}").warns()),
        new Check(
            "rollout: strategic merge patch",
            s ->
                s.patch(s.of("rollouts.kruise.io/v1beta1", "rollouts/none"), Server.STRATEGIC, "{}")
                    .said()),
        new Check(
            "rollout: /scale",
            s -> s.get(s.of("rollouts.kruise.io/v1beta1", "rollouts/none/scale")).said()));
  }

  private static Answer tried(Server s, String strategy) throws Exception {
    return s.post(
        s.of("rollouts.kruise.io/v1beta1", "rollouts") + "?dryRun=All",
        "{\"apiVersion\":\"rollouts.kruise.io/v1beta1\",\"kind\":\"Rollout\","
            + "\"metadata\":{\"name\":\"x\"},\"spec\":{\"workloadRef\":{\"apiVersion\":\"apps/v1\","
            + "\"kind\":\"Deployment\",\"name\":\"none\"},\"strategy\":"
            + strategy
            + "}}");
  }
}

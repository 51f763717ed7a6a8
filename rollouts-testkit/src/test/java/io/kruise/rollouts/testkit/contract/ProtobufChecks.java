// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.util.Base64;
import java.util.List;

/** Bodies in protobuf, as kubectl v1.33 sent them. */
final class ProtobufChecks {
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  private ProtobufChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "protobuf: a ConfigMap",
            s ->
                made(
                        s,
                        s.core("configmaps"),
                        "azhzAAoPCgJ2MRIJQ29uZmlnTWFwEiMKGQoJcHJvdG8tbWFwEgAaACIAKgAyADgAQgASBgoBYRIB"
                            + "YhoAIgA=")
                    .shows("/kind", "/metadata/name", "/data", "/metadata/managedFields")),
        new Check(
            "protobuf: a Service, with numbers or texts",
            s ->
                made(
                        s,
                        s.core("services"),
                        "azhzAAoNCgJ2MRIHU2VydmljZRKIAQozCg1wcm90by1zZXJ2aWNlEgAaACIAKgAyADgAQgBaFAoD"
                            + "YXBwEg1wcm90by1zZXJ2aWNlEk0KHAoGODAtd2ViEgNUQ1AYUCIJCAEQABoDd2ViKAASFAoDYXBw"
                            + "Eg1wcm90by1zZXJ2aWNlGgAiCUNsdXN0ZXJJUDoAQgBSAFoAYABoABoCCgAaACIA")
                    .shows("/metadata/labels", "/spec/ports", "/spec/selector", "/spec/type")),
        new Check(
            "protobuf: a ResourceQuota, with quantities",
            s ->
                made(
                        s,
                        s.core("resourcequotas") + "?dryRun=All",
                        "azhzAAoTCgJ2MRINUmVzb3VyY2VRdW90YRI+ChsKC3Byb3RvLXF1b3RhEgAaACIAKgAyADgAQgAS"
                            + "HQoOCgNjcHUSBwoFMTUwMG0KCwoEcG9kcxIDCgEwGgAaACIA")
                    .shows("/spec")),
        new Check(
            "protobuf: a Deployment, with a number that is 0",
            s ->
                made(
                        s,
                        s.of("apps/v1", "deployments"),
                        "azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50EuABCjkKEHByb3RvLWRlcGxveW1lbnQSABoAIgAq"
                            + "ADIAOABCAFoXCgNhcHASEHByb3RvLWRlcGxveW1lbnQSlAEIABIZChcKA2FwcBIQcHJvdG8tZGVw"
                            + "bG95bWVudBptCikKABIAGgAiACoAMgA4AEIAWhcKA2FwcBIQcHJvdG8tZGVwbG95bWVudBJAEiIK"
                            + "BW5naW54EgVuZ2lueCoAQgBqAHIAgAEAiAEAkAEAogEAGgAyAEIASgBSAFgAYABoAIIBAIoBAJoB"
                            + "AMIBACICCgAoADgAGgwIABAAGAAgACgAOAAaACIA")
                    .shows("/spec/replicas", "/spec/template/spec/containers")),
        new Check(
            "protobuf: a PodDisruptionBudget",
            s ->
                made(
                        s,
                        s.of("policy/v1", "poddisruptionbudgets"),
                        "azhzAAogCglwb2xpY3kvdjESE1BvZERpc3J1cHRpb25CdWRnZXQSPgoZCglwcm90by1wZGISABoA"
                            + "IgAqADIAOABCABIVCgkIARAAGgM1MCUSCAoGCgFhEgFiGgoIABgAIAAoADAAGgAiAA==")
                    .shows("/spec")),
        new Check(
            "protobuf: what is none",
            s -> {
              Answer answer = s.send("POST", s.core("configmaps"), PROTOBUF, new byte[] {1, 2, 3});
              return answer.code() + " " + answer.at("/reason").asText("-");
            }));
  }

  private static Answer made(Server s, String path, String body) throws Exception {
    return s.send("POST", path, PROTOBUF, Base64.getDecoder().decode(body));
  }
}

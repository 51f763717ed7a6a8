// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

/** The custom resources that the checks define for themselves, as no controller touches them. */
final class Widgets {
  static final String GROUP = "contract.rollouts.example.com";

  /** The definition's. */
  static final String NAME = "widgets." + GROUP;

  static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  static final String DEFINITION =
      """
      {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
       "metadata":{"name":"widgets.%1$s"},
       "spec":{"group":"%1$s","scope":"Namespaced",
        "names":{"plural":"widgets","singular":"widget","kind":"Widget","shortNames":["wdg"]},
        "versions":[{"name":"v1","served":true,"storage":true,
         "subresources":{"status":{},
          "scale":{"specReplicasPath":".spec.size","statusReplicasPath":".status.size"}},
         "additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"}],
         "schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{
          "spec":{"type":"object","required":["size"],"properties":{
           "size":{"type":"integer","format":"int32","minimum":0,"maximum":100},
           "color":{"type":"string","enum":["red","green"],"default":"red"},
           "tags":{"type":"array","items":{"type":"string"}},
           "note":{"type":"string","maxLength":10,"pattern":"^[a-z]*$"},
           "limit":{"x-kubernetes-int-or-string":true},
           "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
           "labels":{"type":"object","additionalProperties":{"type":"string"}},
           "parts":{"type":"array","x-kubernetes-list-type":"map",
            "x-kubernetes-list-map-keys":["name"],"items":{"type":"object","required":["name"],
             "properties":{"name":{"type":"string"},"weight":{"type":"integer"}}}},
           "kinds":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}}}},
          "status":{"type":"object","properties":{
           "size":{"type":"integer"},"state":{"type":"string"},
           "steps":{"type":"array","items":{"type":"string"}}}}}}}}]}}
      """
          .formatted(GROUP);

  private Widgets() {}

  /** A Widget. */
  static String named(String name, String spec) {
    return of("{\"name\":\"" + name + "\"}", spec);
  }

  /** A Widget. */
  static String of(String metadata, String spec) {
    return "{\"apiVersion\":\""
        + GROUP
        + "/v1\",\"kind\":\"Widget\",\"metadata\":"
        + metadata
        + ",\"spec\":"
        + spec
        + "}";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** PUT. */
final class UpdateChecks {
  private UpdateChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "put: a changed spec",
            s -> {
              ObjectNode made = made(s, "put-spec");
              made.withObject("/spec").put("size", 2);
              return s.put(s.widgets() + "/put-spec", made.toString())
                  .shows("/metadata/generation", "/spec");
            }),
        new Check(
            "put: nothing changed",
            s -> {
              ObjectNode made = made(s, "put-same");
              Answer answer = s.put(s.widgets() + "/put-same", made.toString());
              return answer.code()
                  + " same version "
                  + made.at("/metadata/resourceVersion")
                      .equals(answer.at("/metadata/resourceVersion"));
            }),
        new Check(
            "put: a changed label",
            s -> {
              ObjectNode made = made(s, "put-label");
              made.withObject("/metadata").putObject("labels").put("a", "b");
              return s.put(s.widgets() + "/put-label", made.toString())
                  .shows("/metadata/generation", "/metadata/labels");
            }),
        new Check(
            "put: without a resourceVersion, a custom resource",
            s -> {
              made(s, "put-blind");
              return s.put(s.widgets() + "/put-blind", Widgets.named("put-blind", "{\"size\":2}"))
                  .said();
            }),
        new Check(
            "put: without a resourceVersion, a built-in object",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("put-blind"));
              return s.put(
                      s.core("configmaps/put-blind"),
                      "{\"metadata\":{\"name\":\"put-blind\"},\"data\":{\"c\":\"d\"}}")
                  .shows("/data");
            }),
        new Check(
            "put: without a resourceVersion, a lease",
            s -> {
              String leases = s.of("coordination.k8s.io/v1", "leases");
              s.post(leases, "{\"metadata\":{\"name\":\"put-lease\"}}");
              return s.put(leases + "/put-lease", "{\"metadata\":{\"name\":\"put-lease\"}}").said();
            }),
        new Check(
            "put: a stale resourceVersion",
            s -> {
              ObjectNode made = made(s, "put-stale");
              made.withObject("/spec").put("size", 2);
              s.put(s.widgets() + "/put-stale", made.toString());
              made.withObject("/spec").put("size", 3);
              return s.put(s.widgets() + "/put-stale", made.toString()).said();
            }),
        new Check(
            "put: a resourceVersion that is no number",
            s -> {
              ObjectNode made = made(s, "put-nan");
              made.withObject("/metadata").put("resourceVersion", "abc");
              return s.put(s.widgets() + "/put-nan", made.toString()).said();
            }),
        new Check(
            "put: a wrong uid",
            s -> {
              ObjectNode made = made(s, "put-uid");
              made.withObject("/metadata").put("uid", "11111111-1111-1111-1111-111111111111");
              return s.put(s.widgets() + "/put-uid", made.toString()).said();
            }),
        new Check(
            "put: another name",
            s -> s.put(s.widgets() + "/put-q", Widgets.named("put-r", "{\"size\":1}")).said()),
        new Check(
            "put: no name",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("put-unnamed"));
              return s.put(s.core("configmaps/put-unnamed"), "{\"data\":{\"c\":\"d\"}}").said();
            }),
        new Check(
            "put: what isn't there, a custom resource",
            s ->
                s.put(s.widgets() + "/put-none", Widgets.named("put-none", "{\"size\":1}")).said()),
        new Check(
            "put: what isn't there, a built-in object",
            s -> s.put(s.core("configmaps/put-none"), CreateChecks.map("put-none")).said()),
        new Check(
            "put: what isn't there, a lease",
            s ->
                s.put(
                        s.of("coordination.k8s.io/v1", "leases/put-new"),
                        "{\"metadata\":{\"name\":\"put-new\"}}")
                    .shows("/kind")),
        new Check(
            "put: lacking a required field",
            s -> {
              ObjectNode made = made(s, "put-lack");
              made.withObject("/spec").remove("size");
              return s.put(s.widgets() + "/put-lack", made.toString()).said();
            }),
        new Check(
            "put: status on the main resource",
            s -> {
              ObjectNode made = made(s, "put-status");
              made.putObject("status").put("size", 3);
              Answer answer = s.put(s.widgets() + "/put-status", made.toString());
              return answer.shows("/status")
                  + "\nsame version "
                  + made.at("/metadata/resourceVersion")
                      .equals(answer.at("/metadata/resourceVersion"));
            }),
        new Check(
            "put: the generation",
            s -> {
              ObjectNode made = made(s, "put-generation");
              made.withObject("/metadata").put("generation", 7);
              return s.put(s.widgets() + "/put-generation", made.toString())
                  .shows("/metadata/generation");
            }),
        new Check(
            "put: a dry run",
            s -> {
              ObjectNode made = made(s, "put-dry");
              made.withObject("/spec").put("size", 9);
              return s.put(s.widgets() + "/put-dry?dryRun=All", made.toString())
                      .shows("/spec/size", "/metadata/generation")
                  + "\nthen "
                  + s.get(s.widgets() + "/put-dry").at("/spec/size");
            }),
        new Check(
            "put: managedFields name the writer",
            s -> {
              ObjectNode made = made(s, "put-fields");
              made.withObject("/spec").put("note", "x");
              return s.put(s.widgets() + "/put-fields?fieldManager=second", made.toString())
                  .shows("/metadata/managedFields");
            }),
        new Check(
            "put: a Deployment's annotation moves its generation",
            s -> {
              String deployments = s.of("apps/v1", "deployments");
              s.post(deployments, StrategicPatchChecks.deployment("put-annotated"));
              return s.patch(
                      deployments + "/put-annotated",
                      Server.MERGE,
                      "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}")
                  .shows("/metadata/generation");
            }));
  }

  static ObjectNode made(Server s, String name) throws Exception {
    return (ObjectNode) s.post(s.widgets(), Widgets.named(name, "{\"size\":1}")).json();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The subresources /status and /scale. */
final class StatusChecks {
  private StatusChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "status: a merge patch",
            s -> {
              UpdateChecks.made(s, "status-patch");
              return s.patch(
                      s.widgets() + "/status-patch/status",
                      Server.MERGE,
                      "{\"status\":{\"state\":\"x\"}}")
                  .shows("/status", "/metadata/generation", "/metadata/managedFields");
            }),
        new Check(
            "status: the spec is left alone",
            s -> {
              UpdateChecks.made(s, "status-spec");
              return s.patch(
                      s.widgets() + "/status-spec/status",
                      Server.MERGE,
                      "{\"spec\":{\"size\":9},\"status\":{\"state\":\"x\"}}")
                  .shows("/spec", "/status", "/metadata/generation");
            }),
        new Check(
            "status: a custom resource's metadata is left alone",
            s -> {
              UpdateChecks.made(s, "status-meta");
              return s.patch(
                      s.widgets() + "/status-meta/status",
                      Server.MERGE,
                      "{\"metadata\":{\"labels\":{\"a\":\"b\"},\"annotations\":{\"a\":\"b\"}},"
                          + "\"status\":{\"state\":\"x\"}}")
                  .shows("/metadata/labels", "/metadata/annotations", "/status");
            }),
        new Check(
            "status: a wrong uid in a merge patch",
            s -> {
              UpdateChecks.made(s, "status-uid");
              return s.patch(
                      s.widgets() + "/status-uid/status",
                      Server.MERGE,
                      "{\"metadata\":{\"uid\":\"wrong\"},\"status\":{\"state\":\"x\"}}")
                  .shows("/status");
            }),
        new Check(
            "status: a stale resourceVersion in a merge patch",
            s -> {
              String stale =
                  UpdateChecks.made(s, "status-stale").at("/metadata/resourceVersion").asText();
              s.patch(
                  s.widgets() + "/status-stale/status",
                  Server.MERGE,
                  "{\"status\":{\"state\":\"x\"}}");
              return s.patch(
                      s.widgets() + "/status-stale/status",
                      Server.MERGE,
                      "{\"metadata\":{\"resourceVersion\":\""
                          + stale
                          + "\"},\"status\":{\"state\":\"y\"}}")
                  .said();
            }),
        new Check(
            "status: the current resourceVersion in a merge patch",
            s -> {
              String current =
                  UpdateChecks.made(s, "status-current").at("/metadata/resourceVersion").asText();
              return s.patch(
                      s.widgets() + "/status-current/status",
                      Server.MERGE,
                      "{\"metadata\":{\"resourceVersion\":\""
                          + current
                          + "\"},\"status\":{\"state\":\"y\"}}")
                  .shows("/status");
            }),
        new Check(
            "status: PUT",
            s -> {
              ObjectNode made = UpdateChecks.made(s, "status-put");
              made.putObject("status").put("state", "x");
              made.withObject("/spec").put("size", 9);
              return s.put(s.widgets() + "/status-put/status", made.toString())
                  .shows("/spec", "/status", "/metadata/generation");
            }),
        new Check(
            "status: PUT with a stale resourceVersion",
            s -> {
              ObjectNode made = UpdateChecks.made(s, "status-put-stale");
              made.putObject("status").put("state", "x");
              s.put(s.widgets() + "/status-put-stale/status", made.toString());
              made.putObject("status").put("state", "y");
              return s.put(s.widgets() + "/status-put-stale/status", made.toString()).said();
            }),
        new Check(
            "status: PUT without a resourceVersion",
            s -> {
              ObjectNode made = UpdateChecks.made(s, "status-put-blind");
              made.withObject("/metadata").remove("resourceVersion");
              return s.put(s.widgets() + "/status-put-blind/status", made.toString()).said();
            }),
        new Check(
            "status: PUT lacking a required field of the spec",
            s -> {
              ObjectNode made = UpdateChecks.made(s, "status-put-lack");
              made.withObject("/spec").remove("size");
              return s.put(s.widgets() + "/status-put-lack/status", made.toString()).said();
            }),
        new Check(
            "status: invalid by the schema",
            s -> {
              UpdateChecks.made(s, "status-invalid");
              return s.patch(
                      s.widgets() + "/status-invalid/status",
                      Server.MERGE,
                      "{\"status\":{\"state\":7}}")
                  .said();
            }),
        new Check(
            "status: of what isn't there",
            s -> s.patch(s.widgets() + "/none/status", Server.MERGE, "{\"status\":{}}").said()),
        new Check(
            "status: nothing changed",
            s -> {
              UpdateChecks.made(s, "status-same");
              String path = s.widgets() + "/status-same/status";
              Answer first = s.patch(path, Server.MERGE, "{\"status\":{\"state\":\"x\"}}");
              Answer second = s.patch(path, Server.MERGE, "{\"status\":{\"state\":\"x\"}}");
              return second.code()
                  + " same version "
                  + first
                      .at("/metadata/resourceVersion")
                      .equals(second.at("/metadata/resourceVersion"));
            }),
        new Check(
            "status: GET",
            s -> {
              UpdateChecks.made(s, "status-get");
              return s.get(s.widgets() + "/status-get/status").shows("/kind", "/spec");
            }),
        new Check(
            "status: on the main resource by merge patch",
            s -> {
              ObjectNode made = UpdateChecks.made(s, "status-main");
              Answer answer =
                  s.patch(
                      s.widgets() + "/status-main", Server.MERGE, "{\"status\":{\"state\":\"x\"}}");
              return answer.shows("/status")
                  + "\nsame version "
                  + made.at("/metadata/resourceVersion")
                      .equals(answer.at("/metadata/resourceVersion"));
            }),
        new Check(
            "scale: GET of a Deployment's",
            s -> {
              s.post(s.of("apps/v1", "deployments"), StrategicPatchChecks.deployment("scale-get"));
              return s.get(s.of("apps/v1", "deployments/scale-get/scale"))
                  .shows("/kind", "/apiVersion", "/metadata/name", "/spec", "/status/selector");
            }),
        new Check(
            "scale: a patch of a Deployment's",
            s -> {
              s.post(
                  s.of("apps/v1", "deployments"), StrategicPatchChecks.deployment("scale-patch"));
              return s.patch(
                          s.of("apps/v1", "deployments/scale-patch/scale"),
                          Server.MERGE,
                          "{\"spec\":{\"replicas\":0}}")
                      .shows("/kind", "/spec/replicas")
                  + "\nthen "
                  + s.get(s.of("apps/v1", "deployments/scale-patch")).at("/spec/replicas");
            }),
        new Check(
            "scale: PUT of a Deployment's",
            s -> {
              s.post(s.of("apps/v1", "deployments"), StrategicPatchChecks.deployment("scale-put"));
              String path = s.of("apps/v1", "deployments/scale-put/scale");
              ObjectNode scale = (ObjectNode) s.get(path).json();
              scale.withObject("/spec").put("replicas", 0);
              // its status moves on its own
              scale.withObject("/metadata").remove("resourceVersion");
              return s.put(path, scale.toString()).shows("/kind", "/spec/replicas");
            }),
        new Check(
            "scale: below zero",
            s -> {
              s.post(
                  s.of("apps/v1", "deployments"), StrategicPatchChecks.deployment("scale-minus"));
              return s.patch(
                      s.of("apps/v1", "deployments/scale-minus/scale"),
                      Server.MERGE,
                      "{\"spec\":{\"replicas\":-1}}")
                  .said();
            }),
        new Check(
            "scale: of a custom resource",
            s -> {
              UpdateChecks.made(s, "scale-widget");
              return s.patch(
                          s.widgets() + "/scale-widget/scale",
                          Server.MERGE,
                          "{\"spec\":{\"replicas\":4}}")
                      .shows("/kind", "/apiVersion", "/spec", "/status")
                  + "\nthen "
                  + s.get(s.widgets() + "/scale-widget").at("/spec/size");
            }));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** RFC 7396. */
final class MergePatchChecks {
  private static final String FULL =
      "{\"size\":1,\"tags\":[\"a\",\"b\"],\"labels\":{\"a\":\"1\",\"b\":\"2\"},"
          + "\"parts\":[{\"name\":\"x\",\"weight\":1}]}";

  private MergePatchChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "merge patch: lists are replaced",
            s -> merged(s, "merge-list", "{\"spec\":{\"tags\":[\"c\"]}}")),
        new Check(
            "merge patch: lists with keys are replaced, too",
            s -> merged(s, "merge-parts", "{\"spec\":{\"parts\":[{\"name\":\"y\"}]}}")),
        new Check(
            "merge patch: null removes",
            s -> merged(s, "merge-null", "{\"spec\":{\"tags\":null,\"labels\":{\"a\":null}}}")),
        new Check(
            "merge patch: null of a defaulted field",
            s -> merged(s, "merge-default", "{\"spec\":{\"color\":null}}")),
        new Check(
            "merge patch: null of a required field",
            s -> merged(s, "merge-required", "{\"spec\":{\"size\":null}}")),
        new Check(
            "merge patch: nothing changed",
            s -> {
              ObjectNode made = UpdateChecks.made(s, "merge-same");
              Answer answer =
                  s.patch(s.widgets() + "/merge-same", Server.MERGE, "{\"spec\":{\"size\":1}}");
              return answer.code()
                  + " same version "
                  + made.at("/metadata/resourceVersion")
                      .equals(answer.at("/metadata/resourceVersion"));
            }),
        new Check(
            "merge patch: empty",
            s -> {
              UpdateChecks.made(s, "merge-empty");
              return s.patch(s.widgets() + "/merge-empty", Server.MERGE, "{}").shows("/spec");
            }),
        new Check(
            "merge patch: a wrong uid on the main resource",
            s -> merged(s, "merge-uid", "{\"metadata\":{\"uid\":\"wrong\"}}")),
        new Check(
            "merge patch: another name",
            s -> merged(s, "merge-name", "{\"metadata\":{\"name\":\"other\"}}")),
        new Check(
            "merge patch: another namespace",
            s -> merged(s, "merge-namespace", "{\"metadata\":{\"namespace\":\"other\"}}")),
        new Check(
            "merge patch: another kind", s -> merged(s, "merge-kind", "{\"kind\":\"Other\"}")),
        new Check(
            "merge patch: a stale resourceVersion",
            s -> merged(s, "merge-stale", "{\"metadata\":{\"resourceVersion\":\"1\"}}")),
        new Check(
            "merge patch: no resourceVersion",
            s -> merged(s, "merge-noversion", "{\"metadata\":{\"resourceVersion\":null}}")),
        new Check(
            "merge patch: a deletionTimestamp",
            s ->
                merged(
                    s,
                    "merge-deletion",
                    "{\"metadata\":{\"deletionTimestamp\":\"2001-01-01T00:00:00Z\"}}")),
        new Check(
            "merge patch: a bad label",
            s -> merged(s, "merge-label", "{\"metadata\":{\"labels\":{\"a\":\"b c\"}}}")),
        new Check(
            "merge patch: invalid by the schema",
            s -> merged(s, "merge-invalid", "{\"spec\":{\"size\":-1}}")),
        new Check(
            "merge patch: of the wrong type in a built-in object",
            s -> {
              s.post(s.core("configmaps"), CreateChecks.map("merge-typed"));
              Answer answer =
                  s.patch(s.core("configmaps/merge-typed"), Server.MERGE, "{\"data\":{\"a\":1}}");
              return answer.code()
                  + " "
                  + answer.at("/reason").asText()
                  + " "
                  + answer.at("/details/causes/0/field").asText();
            }),
        new Check(
            "merge patch: no JSON",
            s -> {
              UpdateChecks.made(s, "merge-bad");
              Answer answer = s.patch(s.widgets() + "/merge-bad", Server.MERGE, "{bad");
              return answer.code() + " " + answer.at("/reason").asText();
            }),
        new Check(
            "merge patch: a list",
            s -> {
              UpdateChecks.made(s, "merge-array");
              return s.patch(s.widgets() + "/merge-array", Server.MERGE, "[]").said();
            }),
        new Check(
            "merge patch: of what isn't there",
            s -> s.patch(s.widgets() + "/none", Server.MERGE, "{}").said()),
        new Check(
            "merge patch: malformed, of what isn't there",
            s -> s.patch(s.widgets() + "/none", Server.MERGE, "{bad").said()),
        new Check(
            "merge patch: with an unknown dryRun",
            s -> s.patch(s.widgets() + "/none?dryRun=x", Server.MERGE, "{}").said()),
        new Check(
            "merge patch: with force",
            s -> s.patch(s.widgets() + "/none?force=true", Server.MERGE, "{}").said()),
        new Check(
            "patch: as application/json",
            s -> s.patch(s.widgets() + "/none", Server.JSON, "{}").said()),
        new Check(
            "patch: as application/json, of a built-in object",
            s -> s.patch(s.core("configmaps/none"), Server.JSON, "{}").said()),
        new Check(
            "patch: an unknown field",
            s -> {
              UpdateChecks.made(s, "merge-unknown");
              Answer answer =
                  s.patch(
                      s.widgets() + "/merge-unknown",
                      Server.MERGE,
                      "{\"spec\":{\"other\":1,\"size\":2}}");
              return answer.warns() + "\n" + answer.shows("/spec");
            }),
        new Check(
            "patch: an unknown field, strictly",
            s -> {
              UpdateChecks.made(s, "merge-strict");
              Answer answer =
                  s.patch(
                      s.widgets() + "/merge-strict?fieldValidation=Strict",
                      Server.MERGE,
                      "{\"spec\":{\"other\":1}}");
              return answer.code()
                  + " "
                  + answer.at("/reason").asText()
                  + " "
                  + answer.at("/details/causes/0/field").asText()
                  + " "
                  + answer
                      .text()
                      .contains("strict decoding error: unknown field \\\"spec.other\\\"");
            }));
  }

  private static String merged(Server s, String name, String patch) throws Exception {
    s.post(s.widgets(), Widgets.named(name, FULL));
    return s.patch(s.widgets() + "/" + name, Server.MERGE, patch)
        .shows("/spec", "/metadata/generation", "/metadata/deletionTimestamp");
  }
}

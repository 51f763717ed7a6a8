// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.util.List;

/** RFC 6902. */
final class JsonPatchChecks {
  private JsonPatchChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "json patch: passing tests",
            s ->
                patched(
                    s,
                    "json-pass",
                    "[{\"op\":\"test\",\"path\":\"/spec/size\",\"value\":1},"
                        + "{\"op\":\"replace\",\"path\":\"/spec/size\",\"value\":2}]")),
        new Check(
            "json patch: a failing test",
            s ->
                patched(
                        s,
                        "json-fail",
                        "[{\"op\":\"test\",\"path\":\"/spec/size\",\"value\":9},"
                            + "{\"op\":\"replace\",\"path\":\"/spec/size\",\"value\":2}]")
                    + "\nthen "
                    + s.get(s.widgets() + "/json-fail").at("/spec/size")),
        new Check(
            "json patch: the answer's Content-Type",
            s -> {
              UpdateChecks.made(s, "json-type");
              return s.patch(
                      s.widgets() + "/json-type",
                      Server.JSON_PATCH,
                      "[{\"op\":\"test\",\"path\":\"/spec/size\",\"value\":9}]")
                  .headers()
                  .firstValue("Content-Type")
                  .orElse("");
            }),
        new Check(
            "json patch: a test of a path that is missing",
            s ->
                patched(s, "json-missing", "[{\"op\":\"test\",\"path\":\"/spec/x\",\"value\":1}]")),
        new Check(
            "json patch: a test for null of a path that is missing",
            s ->
                patched(
                    s, "json-null", "[{\"op\":\"test\",\"path\":\"/spec/note\",\"value\":null}]")),
        new Check(
            "json patch: a test of a resourceVersion that is stale",
            s ->
                patched(
                    s,
                    "json-version",
                    "[{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":\"1\"}]")),
        new Check(
            "json patch: a test of the right uid",
            s -> {
              String uid = UpdateChecks.made(s, "json-uid").at("/metadata/uid").asText();
              return s.patch(
                      s.widgets() + "/json-uid",
                      Server.JSON_PATCH,
                      "[{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\""
                          + uid
                          + "\"},{\"op\":\"replace\",\"path\":\"/spec/size\",\"value\":2}]")
                  .shows("/spec/size");
            }),
        new Check(
            "json patch: a test of a wrong uid",
            s ->
                patched(
                    s,
                    "json-wrong-uid",
                    "[{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\"x\"}]")),
        new Check(
            "json patch: the same again",
            s -> {
              UpdateChecks.made(s, "json-again");
              String patch =
                  "[{\"op\":\"test\",\"path\":\"/spec/size\",\"value\":1},"
                      + "{\"op\":\"replace\",\"path\":\"/spec/size\",\"value\":2}]";
              s.patch(s.widgets() + "/json-again", Server.JSON_PATCH, patch);
              return s.patch(s.widgets() + "/json-again", Server.JSON_PATCH, patch).said();
            }),
        new Check(
            "json patch: add to a list's end and middle",
            s ->
                patched(
                    s,
                    "json-add",
                    "[{\"op\":\"add\",\"path\":\"/spec/tags\",\"value\":[\"a\",\"c\"]},"
                        + "{\"op\":\"add\",\"path\":\"/spec/tags/-\",\"value\":\"d\"},"
                        + "{\"op\":\"add\",\"path\":\"/spec/tags/1\",\"value\":\"b\"}]")),
        new Check(
            "json patch: add behind a list's end",
            s ->
                patched(
                    s,
                    "json-behind",
                    "[{\"op\":\"add\",\"path\":\"/spec/tags\",\"value\":[\"a\"]},"
                        + "{\"op\":\"add\",\"path\":\"/spec/tags/5\",\"value\":\"d\"}]")),
        new Check(
            "json patch: add under what isn't there",
            s ->
                patched(
                    s,
                    "json-under",
                    "[{\"op\":\"add\",\"path\":\"/spec/labels/a\",\"value\":\"b\"}]")),
        new Check(
            "json patch: replace what isn't there",
            s ->
                patched(
                    s,
                    "json-replace",
                    "[{\"op\":\"replace\",\"path\":\"/spec/note\",\"value\":\"b\"}]")),
        new Check(
            "json patch: remove what isn't there",
            s -> patched(s, "json-remove", "[{\"op\":\"remove\",\"path\":\"/spec/note\"}]")),
        new Check(
            "json patch: move and copy",
            s ->
                patched(
                    s,
                    "json-move",
                    "[{\"op\":\"add\",\"path\":\"/spec/tags\",\"value\":[\"a\",\"b\"]},"
                        + "{\"op\":\"move\",\"from\":\"/spec/tags/0\",\"path\":\"/spec/tags/1\"},"
                        + "{\"op\":\"copy\",\"from\":\"/spec/tags/0\",\"path\":\"/spec/note\"}]")),
        new Check(
            "json patch: keys with slashes",
            s ->
                patched(
                    s,
                    "json-escape",
                    "[{\"op\":\"add\",\"path\":\"/spec/labels\",\"value\":{}},"
                        + "{\"op\":\"add\",\"path\":\"/spec/labels/a~1b~0c\",\"value\":\"x\"}]")),
        new Check(
            "json patch: an unknown operation",
            s -> patched(s, "json-op", "[{\"op\":\"foo\",\"path\":\"/spec/size\"}]")),
        new Check(
            "json patch: no operation",
            s -> patched(s, "json-noop", "[{\"path\":\"/spec/size\",\"value\":2}]")),
        new Check("json patch: no path", s -> patched(s, "json-nopath", "[{\"op\":\"remove\"}]")),
        new Check(
            "json patch: a path without a slash",
            s -> patched(s, "json-slash", "[{\"op\":\"remove\",\"path\":\"spec\"}]")),
        new Check("json patch: empty", s -> patched(s, "json-empty", "[]")),
        new Check(
            "json patch: an object",
            s -> {
              UpdateChecks.made(s, "json-object");
              Answer answer = s.patch(s.widgets() + "/json-object", Server.JSON_PATCH, "{}");
              return answer.code() + " " + answer.at("/reason").asText();
            }),
        new Check(
            "json patch: no JSON",
            s -> {
              UpdateChecks.made(s, "json-bad");
              Answer answer = s.patch(s.widgets() + "/json-bad", Server.JSON_PATCH, "{bad");
              return answer.code() + " " + answer.at("/reason").asText();
            }),
        new Check(
            "json patch: on /status, with a test of the spec",
            s -> {
              UpdateChecks.made(s, "json-status");
              return s.patch(
                      s.widgets() + "/json-status/status",
                      Server.JSON_PATCH,
                      "[{\"op\":\"test\",\"path\":\"/spec/size\",\"value\":1},"
                          + "{\"op\":\"add\",\"path\":\"/status\",\"value\":{\"state\":\"x\"}}]")
                  .shows("/status");
            }),
        new Check(
            "json patch: of what isn't there",
            s -> s.patch(s.widgets() + "/none", Server.JSON_PATCH, "[]").said()),
        new Check(
            "json patch: the whole object away",
            s -> {
              UpdateChecks.made(s, "json-whole");
              Answer answer =
                  s.patch(
                      s.widgets() + "/json-whole",
                      Server.JSON_PATCH,
                      "[{\"op\":\"remove\",\"path\":\"/spec\"}]");
              return answer.said();
            }));
  }

  private static String patched(Server s, String name, String patch) throws Exception {
    UpdateChecks.made(s, name);
    return s.patch(s.widgets() + "/" + name, Server.JSON_PATCH, patch)
        .shows("/spec", "/metadata/generation");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;
import java.util.stream.Collectors;

/** Defaults, unknown fields, and what a schema refuses. */
final class SchemaChecks {
  private SchemaChecks() {}

  static List<Check> all() {
    return List.of(
        new Check("schema: a default", s -> tried(s, "{\"size\":1}")),
        new Check("schema: an unknown field is dropped", s -> tried(s, "{\"size\":1,\"other\":1}")),
        new Check(
            "schema: unknown fields are kept where the schema says so",
            s -> tried(s, "{\"size\":1,\"free\":{\"a\":{\"b\":1}}}")),
        new Check(
            "schema: an unknown field, with a warning",
            s ->
                s.post(
                        s.widgets() + "?dryRun=All",
                        Widgets.named("schema-warn", "{\"size\":1,\"other\":1}"))
                    .warns()),
        new Check(
            "schema: two unknown fields, with warnings",
            s ->
                s.post(
                        s.widgets() + "?dryRun=All&fieldValidation=Warn",
                        Widgets.named(
                            "schema-warns",
                            "{\"size\":1,\"other\":1,\"parts\":[{\"name\":\"a\",\"b\":1}]}"))
                    .warns()),
        new Check(
            "schema: an unknown field, ignored",
            s ->
                s.post(
                        s.widgets() + "?dryRun=All&fieldValidation=Ignore",
                        Widgets.named("schema-ignore", "{\"size\":1,\"other\":1}"))
                    .warns()),
        new Check(
            "schema: an unknown field, strictly",
            s ->
                s.post(
                        s.widgets() + "?dryRun=All&fieldValidation=Strict",
                        Widgets.named("schema-strict", "{\"size\":1,\"other\":1}"))
                    .said()),
        new Check(
            "schema: two unknown fields, strictly",
            s ->
                s.post(
                        s.widgets() + "?dryRun=All&fieldValidation=Strict",
                        Widgets.named("schema-stricts", "{\"size\":1,\"other\":1,\"zz\":2}"))
                    .said()),
        new Check(
            "schema: an unknown field of the root",
            s ->
                s.post(
                        s.widgets() + "?dryRun=All",
                        Widgets.named("schema-root", "{\"size\":1},\"other\":{\"a\":1}"))
                    .warns()),
        new Check(
            "schema: an unknown field of a built-in object",
            s ->
                s.post(
                        s.core("configmaps") + "?dryRun=All",
                        "{\"metadata\":{\"name\":\"schema-map\"},\"other\":1}")
                    .warns()),
        new Check(
            "schema: an unknown field of a built-in object, strictly",
            s ->
                s.post(
                        s.core("configmaps") + "?dryRun=All&fieldValidation=Strict",
                        "{\"metadata\":{\"name\":\"schema-map\"},\"other\":1}")
                    .said()),
        new Check(
            "schema: an unknown fieldValidation",
            s ->
                s.post(
                        s.widgets() + "?fieldValidation=Foo",
                        Widgets.named("schema-foo", "{\"size\":1}"))
                    .said()),
        new Check("schema: a required field", s -> tried(s, "{}")),
        new Check("schema: a number for a text", s -> tried(s, "{\"size\":1,\"note\":5}")),
        new Check("schema: a text for a number", s -> tried(s, "{\"size\":\"1\"}")),
        new Check("schema: too small", s -> tried(s, "{\"size\":-1}")),
        new Check("schema: too large", s -> tried(s, "{\"size\":101}")),
        new Check("schema: too long", s -> tried(s, "{\"size\":1,\"note\":\"aaaaaaaaaaa\"}")),
        new Check("schema: a pattern", s -> tried(s, "{\"size\":1,\"note\":\"A\"}")),
        new Check("schema: an enum", s -> tried(s, "{\"size\":1,\"color\":\"blue\"}")),
        new Check(
            "schema: several faults",
            s -> {
              Answer answer =
                  s.post(
                      s.widgets() + "?dryRun=All",
                      Widgets.named("schema-several", "{\"size\":-1,\"color\":\"blue\"}"));
              // in no particular order
              return Json.items(answer.at("/details/causes")).stream()
                  .map(
                      cause -> cause.path("field").asText() + ": " + cause.path("message").asText())
                  .sorted()
                  .collect(Collectors.joining("\n", answer.code() + "\n", ""));
            }),
        new Check("schema: null", s -> tried(s, "{\"size\":1,\"note\":null}")),
        new Check(
            "schema: null of a defaulted field", s -> tried(s, "{\"size\":1,\"color\":null}")),
        new Check("schema: null of a required field", s -> tried(s, "{\"size\":null}")),
        new Check("schema: a number or a text", s -> tried(s, "{\"size\":1,\"limit\":\"50%\"}")),
        new Check(
            "schema: neither a number nor a text", s -> tried(s, "{\"size\":1,\"limit\":true}")),
        new Check("schema: an object for a list", s -> tried(s, "{\"size\":1,\"tags\":{}}")),
        new Check(
            "schema: the same key twice",
            s -> tried(s, "{\"size\":1,\"parts\":[{\"name\":\"a\"},{\"name\":\"a\"}]}")),
        new Check(
            "schema: the same value twice in a set",
            s -> tried(s, "{\"size\":1,\"kinds\":[\"a\",\"a\"]}")),
        new Check(
            "schema: no spec",
            s ->
                s.post(
                        s.widgets() + "?dryRun=All",
                        "{\"apiVersion\":\""
                            + Widgets.GROUP
                            + "/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"schema-bare\"}}")
                    .said()),
        new Check(
            "schema: of the wrong type in a built-in object",
            s -> {
              Answer answer =
                  s.post(
                      s.core("configmaps"),
                      "{\"metadata\":{\"name\":\"schema-typed\"},\"data\":{\"x\":1}}");
              return answer.code() + " " + answer.at("/reason").asText();
            }),
        new Check(
            "schema: a Deployment's defaults",
            s ->
                s.post(
                        s.of("apps/v1", "deployments") + "?dryRun=All",
                        StrategicPatchChecks.deployment("schema-deployment"))
                    .shows("/spec")),
        new Check(
            "schema: a Deployment without a selector",
            s ->
                s.post(
                        s.of("apps/v1", "deployments") + "?dryRun=All",
                        "{\"metadata\":{\"name\":\"schema-bad\"},\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},"
                            + "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}")
                    .said()));
  }

  private static String tried(Server s, String spec) throws Exception {
    return s.post(s.widgets() + "?dryRun=All", Widgets.named("schema-tried", spec)).shows("/spec");
  }
}

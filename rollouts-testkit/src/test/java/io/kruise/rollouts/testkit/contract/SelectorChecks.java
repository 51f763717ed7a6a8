// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Label and field selectors. */
final class SelectorChecks {
  private SelectorChecks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    for (String selector :
        List.of(
            "sel",
            "sel,tier=a",
            "sel,tier==a",
            "sel,tier!=a",
            "sel,!tier",
            "sel,tier in (a,b)",
            "sel,tier notin (a)",
            "sel,n>1",
            "sel,n<2",
            "sel,tier in (a,)",
            "sel,tier=",
            "a==b==c",
            "a=b c",
            "a in b",
            "a in (b",
            "a,",
            "a b=c",
            "-a=b",
            "a=b@c",
            "n>x")) {
      all.add(
          new Check(
              "select: by labels " + selector,
              s -> {
                prepare(s);
                Answer list =
                    s.get(
                        s.core("serviceaccounts")
                            + "?labelSelector="
                            + URLEncoder.encode(selector, StandardCharsets.UTF_8));
                return list.code() == 200 ? ReadChecks.names(list).toString() : list.said();
              }));
    }
    for (String selector :
        List.of(
            "metadata.name=sel-b",
            "metadata.name==sel-b",
            "metadata.name!=sel-b,metadata.name!=default",
            "metadata.namespace=none",
            "spec.x=1",
            "metadata.labels=1",
            "metadata.name")) {
      all.add(
          new Check(
              "select: by fields " + selector,
              s -> {
                prepare(s);
                Answer list =
                    s.get(
                        s.core("serviceaccounts")
                            + "?labelSelector=sel&fieldSelector="
                            + URLEncoder.encode(selector, StandardCharsets.UTF_8));
                return list.code() == 200 ? ReadChecks.names(list).toString() : list.said();
              }));
    }
    all.add(
        new Check(
            "select: pods by phase and node",
            s -> {
              s.post(
                  s.core("pods"),
                  """
                  {"metadata":{"name":"select-pod","labels":{"select":"pod"}},
                   "spec":{"schedulerName":"nobody","containers":[{"name":"c","image":"i"}]}}""");
              List<String> found = new ArrayList<>();
              for (String selector :
                  List.of(
                      "status.phase=Pending",
                      "status.phase=Running",
                      "spec.nodeName=",
                      "spec.schedulerName=nobody",
                      "spec.restartPolicy=Always")) {
                found.add(
                    selector
                        + " "
                        + ReadChecks.names(
                            s.get(
                                s.core("pods")
                                    + "?labelSelector=select=pod&fieldSelector="
                                    + URLEncoder.encode(selector, StandardCharsets.UTF_8))));
              }
              return String.join("\n", found);
            }));
    all.add(
        new Check(
            "select: events by what they are about",
            s -> {
              s.post(
                  s.core("events"),
                  """
                  {"metadata":{"name":"select-event"},"type":"Normal","reason":"Tried",
                   "involvedObject":{"kind":"ConfigMap","name":"it","namespace":"%s"}}"""
                      .formatted(s.namespace()));
              return ReadChecks.names(
                      s.get(
                          s.core("events")
                              + "?fieldSelector=involvedObject.name=it,reason=Tried,type=Normal"))
                  + " "
                  + ReadChecks.names(
                      s.get(s.core("events") + "?fieldSelector=involvedObject.name=other"));
            }));
    all.add(
        new Check(
            "select: secrets by type",
            s -> {
              s.post(s.core("secrets"), "{\"metadata\":{\"name\":\"select-a\"},\"type\":\"x/y\"}");
              return ReadChecks.names(s.get(s.core("secrets") + "?fieldSelector=type=x/y"))
                  .toString();
            }));
    return all;
  }

  private static void prepare(Server s) throws Exception {
    if (s.get(s.core("serviceaccounts/sel-c")).code() == 404) {
      s.post(s.core("serviceaccounts"), account("sel-a", "\"tier\":\"a\",\"n\":\"1\""));
      s.post(s.core("serviceaccounts"), account("sel-b", "\"tier\":\"b\",\"n\":\"2\""));
      s.post(s.core("serviceaccounts"), account("sel-c", "\"other\":\"c\""));
    }
  }

  private static String account(String name, String labels) {
    return "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"sel\":\"x\"," + labels + "}}}";
  }
}

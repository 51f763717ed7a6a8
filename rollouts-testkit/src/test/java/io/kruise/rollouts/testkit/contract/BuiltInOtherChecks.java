// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static io.kruise.rollouts.testkit.contract.BuiltInObjects.headOnly;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.made;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.patched;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.spec;

import io.kruise.rollouts.testkit.contract.BuiltInObjects.Kind;
import java.util.List;

/** What the API server says against ConfigMaps, budgets, autoscalers and Jobs. */
final class BuiltInOtherChecks {
  private static final String FIXED = "{'immutable':true}";

  private BuiltInOtherChecks() {}

  static List<Check> all() {
    return List.of(
        made("built-in: a ConfigMap with a bad key", Kind.CONFIG_MAP, "{'data':{'a/b':'c'}}"),
        made(
            "built-in: a ConfigMap with a key that leads up",
            Kind.CONFIG_MAP,
            "{'data':{'..':'c'}}"),
        made(
            "built-in: a ConfigMap with one key twice",
            Kind.CONFIG_MAP,
            "{'binaryData':{'k':'dg=='}}"),
        made(
            "built-in: a ConfigMap that is too large",
            Kind.CONFIG_MAP,
            "{'data':{'k':'" + "x".repeat(1024 * 1024 + 1) + "'}}"),
        made(
            "built-in: a ConfigMap as large as can be",
            Kind.CONFIG_MAP,
            "{'data':{'k':'" + "x".repeat(1024 * 1024) + "'}}"),
        patched(
            "built-in: other data of an immutable ConfigMap",
            Kind.CONFIG_MAP,
            FIXED,
            "{'data':{'k':'w'}}"),
        patched(
            "built-in: an immutable ConfigMap no more so",
            Kind.CONFIG_MAP,
            FIXED,
            "{'immutable':false,'binaryData':{'b':'dg=='}}"),
        patched(
            "built-in: a label of an immutable ConfigMap",
            Kind.CONFIG_MAP,
            FIXED,
            "{'metadata':{'labels':{'a':'b'}}}"),
        made("built-in: a Secret with a bad key", Kind.SECRET, "{'data':{'a b':'dg=='}}"),
        made(
            "built-in: a Secret for TLS without its parts",
            Kind.SECRET,
            "{'type':'kubernetes.io/tls'}"),
        made(
            "built-in: a Secret for basic-auth without its parts",
            Kind.SECRET,
            "{'type':'kubernetes.io/basic-auth'}"),
        made(
            "built-in: a Secret for a registry without its part",
            Kind.SECRET,
            "{'type':'kubernetes.io/dockerconfigjson'}"),
        patched("built-in: another type of a Secret", Kind.SECRET, "{}", "{'type':'other'}"),
        patched(
            "built-in: other data of an immutable Secret",
            Kind.SECRET,
            FIXED,
            "{'immutable':null,'data':{'k':'dw=='}}"),
        spec("built-in: a budget of percents", Kind.BUDGET, "{'minAvailable':'50%'}"),
        spec("built-in: a budget of too many percents", Kind.BUDGET, "{'minAvailable':'101%'}"),
        spec("built-in: a budget that is no number", Kind.BUDGET, "{'minAvailable':'x'}"),
        spec("built-in: a negative budget", Kind.BUDGET, "{'minAvailable':-1}"),
        headOnly(spec("built-in: a budget both ways", Kind.BUDGET, "{'maxUnavailable':1}")),
        spec(
            "built-in: a budget with an unknown policy",
            Kind.BUDGET,
            "{'unhealthyPodEvictionPolicy':'Never'}"),
        autoscaler("", "{}"),
        autoscaler(" without a maximum", "{'maxReplicas':null}"),
        autoscaler(" with less at most than at least", "{'minReplicas':5}"),
        autoscaler(" down to nothing", "{'minReplicas':0}"),
        autoscaler(" of nothing", "{'scaleTargetRef':{'kind':null,'name':'a/b'}}"),
        autoscaler(" with an unknown metric", "{'metrics':[{'type':'Mood'}]}"),
        autoscaler(" with a metric without its source", "{'metrics':[{'type':'Resource'}]}"),
        autoscaler(
            " with another source than its type",
            "{'metrics':[{'type':'Resource','pods':{'metric':{'name':'m'},'target':{'type':'AverageValue','averageValue':'1'}}}]}"),
        autoscaler(
            " with a metric without target",
            "{'metrics':[{'type':'Resource','resource':{'name':'cpu','target':{'type':'Utilization'}}}]}"),
        autoscaler(
            " with a target of nothing",
            "{'metrics':[{'type':'Resource','resource':{'name':'cpu','target':{'type':'Much','averageUtilization':0}}}]}"),
        autoscaler(
            " with odd rules",
            "{'behavior':{'scaleDown':{'stabilizationWindowSeconds':-1,'selectPolicy':'Some','policies':[{'type':'Pods','value':0,'periodSeconds':1801}]}}}"),
        spec("built-in: a Job", Kind.JOB, "{}"),
        spec(
            "built-in: a Job that always restarts",
            Kind.JOB,
            "{'template':{'spec':{'restartPolicy':null}}}"),
        spec(
            "built-in: a Job with negative numbers",
            Kind.JOB,
            "{'parallelism':-1,'completions':-1,'backoffLimit':-1}"),
        spec(
            "built-in: an indexed Job without completions",
            Kind.JOB,
            "{'completionMode':'Indexed'}"),
        spec("built-in: a Job with an unknown mode", Kind.JOB, "{'completionMode':'Any'}"),
        headOnly(
            patched(
                "built-in: another image of a Job",
                Kind.JOB,
                "{'spec':{'suspend':true}}",
                "{'spec':{'template':{'spec':{'containers':[{'name':'c','image':'i:2'}]}}}}")),
        patched(
            "built-in: more completions of a Job", Kind.JOB, "{}", "{'spec':{'completions':2}}"),
        patched("built-in: more of a Job at once", Kind.JOB, "{}", "{'spec':{'parallelism':2}}"),
        spec("built-in: a CronJob", Kind.CRON_JOB, "{}"),
        spec("built-in: a CronJob without schedule", Kind.CRON_JOB, "{'schedule':null}"),
        spec("built-in: a CronJob with a short schedule", Kind.CRON_JOB, "{'schedule':'1 2 3'}"),
        spec(
            "built-in: a CronJob in a time zone", Kind.CRON_JOB, "{'schedule':'TZ=UTC 0 0 1 1 *'}"),
        spec(
            "built-in: a CronJob with an unknown policy",
            Kind.CRON_JOB,
            "{'concurrencyPolicy':'Some','successfulJobsHistoryLimit':-1}"),
        made(
            "built-in: a CronJob with a long name",
            Kind.CRON_JOB,
            "{'metadata':{'name':'" + "n".repeat(53) + "'}}"),
        spec(
            "built-in: a CronJob that always restarts",
            Kind.CRON_JOB,
            "{'jobTemplate':{'spec':{'template':{'spec':{'restartPolicy':'Always'}}}}}"));
  }

  private static Check autoscaler(String what, String change) {
    return spec("built-in: an autoscaler" + what, Kind.AUTOSCALER, change);
  }
}

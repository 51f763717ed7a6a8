// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

import static io.kruise.rollouts.testkit.contract.BuiltInObjects.container;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.made;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.patched;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.pod;
import static io.kruise.rollouts.testkit.contract.BuiltInObjects.spec;

import io.kruise.rollouts.testkit.contract.BuiltInObjects.Kind;
import java.util.List;

/** What the API server says nothing against: objects as applications have them. */
final class BuiltInOrdinaryChecks {
  private BuiltInOrdinaryChecks() {}

  static List<Check> all() {
    return List.of(
        container(
            "as they are",
            """
            {'ports':[{'name':'http','containerPort':8080},{'containerPort':53,'protocol':'UDP'}],
             'env':[{'name':'A','value':''},{'name':'a.b-c','value':'x'},
              {'name':'POD','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}},
              {'name':'CPU','valueFrom':{'resourceFieldRef':{'resource':'limits.cpu','divisor':'1m'}}},
              {'name':'K','valueFrom':{'secretKeyRef':{'name':'s','key':'k','optional':true}}}],
             'envFrom':[{'prefix':'P_','configMapRef':{'name':'m'}},{'secretRef':{'name':'s'}}],
             'resources':{'requests':{'cpu':'100m','memory':'64Mi'},
              'limits':{'cpu':1,'memory':'0.5Gi','ephemeral-storage':'1Gi','nvidia.com/gpu':1}},
             'readinessProbe':{'httpGet':{'port':'http','httpHeaders':[{'name':'X-A','value':'b'}]}},
             'livenessProbe':{'grpc':{'port':9000},'initialDelaySeconds':5},
             'startupProbe':{'exec':{'command':['true']},'failureThreshold':30},
             'lifecycle':{'preStop':{'sleep':{'seconds':5}},'postStart':{'exec':{'command':['a']}}}}"""
                .replace("\n", "")),
        pod(
            "as they are",
            """
            {'volumes':[{'name':'a','emptyDir':{'medium':'Memory','sizeLimit':'1Mi'}},
              {'name':'b','configMap':{'name':'m','items':[{'key':'k','path':'x/y'}],'defaultMode':256}},
              {'name':'c','secret':{'secretName':'s','optional':true}},
              {'name':'d','persistentVolumeClaim':{'claimName':'p'}},
              {'name':'e','hostPath':{'path':'/x','type':'Directory'}},
              {'name':'f','downwardAPI':{'items':[{'path':'l','fieldRef':{'fieldPath':'metadata.labels'}}]}},
              {'name':'g','projected':{'sources':[{'configMap':{'name':'m'}},{'secret':{'name':'s'}}]}}],
             'initContainers':[{'name':'i','image':'i'},{'name':'side','image':'s','restartPolicy':'Always',
               'ports':[{'containerPort':1}],'readinessProbe':{'tcpSocket':{'port':1}}}],
             'containers':[{'name':'c','image':'r.io/x/y@sha256:0123','imagePullPolicy':'Never',
               'volumeMounts':[{'name':'a','mountPath':'/a'},{'name':'b','mountPath':'/b','subPath':'x','readOnly':true}]}],
             'nodeSelector':{'kubernetes.io/os':'linux'},'priorityClassName':'p','hostNetwork':true,
             'tolerations':[{'operator':'Exists'},{'key':'k','value':'v','effect':'NoSchedule'}],
             'hostAliases':[{'ip':'10.0.0.1','hostnames':['a.b']}],'imagePullSecrets':[{'name':'s'}],
             'dnsPolicy':'None','dnsConfig':{'nameservers':['10.0.0.2','fd00::1']},
             'terminationGracePeriodSeconds':0,'serviceAccountName':'default'}"""
                .replace("\n", "")),
        spec(
            "built-in: a Deployment with other settings",
            Kind.DEPLOYMENT,
            "{'minReadySeconds':5,'revisionHistoryLimit':0,'progressDeadlineSeconds':6,'paused':true,'strategy':{'rollingUpdate':{'maxSurge':'100%','maxUnavailable':0}}}"),
        spec(
            "built-in: a Deployment that recreates",
            Kind.DEPLOYMENT,
            "{'strategy':{'type':'Recreate'}}"),
        spec(
            "built-in: a DaemonSet that surges",
            Kind.DAEMON_SET,
            "{'updateStrategy':{'rollingUpdate':{'maxSurge':'10%','maxUnavailable':0}}}"),
        spec(
            "built-in: a StatefulSet with claims",
            Kind.STATEFUL_SET,
            "{'podManagementPolicy':'Parallel','updateStrategy':{'rollingUpdate':{'partition':2}},'volumeClaimTemplates':[{'metadata':{'name':'data'},'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}}}],'template':{'spec':{'containers':[{'name':'c','image':'i','volumeMounts':[{'name':'data','mountPath':'/d'}]}]}}}"),
        spec(
            "built-in: a service at nodes",
            Kind.SERVICE,
            "{'type':'NodePort','sessionAffinity':'ClientIP','selector':{'a':'b'},'ports':[{'name':'a','port':80,'targetPort':'http'},{'name':'b','port':80,'protocol':'UDP','targetPort':53}]}"),
        spec(
            "built-in: a service with a balancer",
            Kind.SERVICE,
            "{'type':'LoadBalancer','externalTrafficPolicy':'Local','loadBalancerSourceRanges':['10.0.0.0/8'],'loadBalancerClass':'a.b/c'}"),
        patched(
            "built-in: a service that takes a balancer",
            Kind.SERVICE,
            "{}",
            "{'spec':{'type':'LoadBalancer'}}"),
        patched(
            "built-in: a service that leaves its balancer",
            Kind.SERVICE,
            "{'spec':{'type':'LoadBalancer'}}",
            "{'spec':{'type':'ClusterIP'}}"),
        spec(
            "built-in: an Ingress as they are",
            Kind.INGRESS,
            "{'ingressClassName':'nginx','tls':[{'hosts':['*.a.b','c.d'],'secretName':'s'}],'rules':[{'host':'*.a.b','http':{'paths':[{'path':'/','pathType':'Prefix','backend':{'service':{'name':'s','port':{'name':'http'}}}},{'path':'/x(/|$)(.*)','pathType':'ImplementationSpecific','backend':{'service':{'name':'s','port':{'number':80}}}}]}},{'http':{'paths':[{'pathType':'ImplementationSpecific','backend':{'service':{'name':'s','port':{'number':80}}}}]}}]}"),
        spec(
            "built-in: an autoscaler as they are",
            Kind.AUTOSCALER,
            "{'minReplicas':1,'metrics':[{'type':'Resource','resource':{'name':'memory','target':{'type':'AverageValue','averageValue':'500Mi'}}},{'type':'Pods','pods':{'metric':{'name':'qps'},'target':{'type':'AverageValue','averageValue':'1k'}}},{'type':'ContainerResource','containerResource':{'name':'cpu','container':'c','target':{'type':'Utilization','averageUtilization':50}}},{'type':'External','external':{'metric':{'name':'q','selector':{'matchLabels':{'a':'b'}}},'target':{'type':'Value','value':'30'}}}],'behavior':{'scaleDown':{'stabilizationWindowSeconds':60}}}"),
        spec(
            "built-in: a budget of what may be missing",
            Kind.BUDGET,
            "{'minAvailable':null,'maxUnavailable':'30%','unhealthyPodEvictionPolicy':'AlwaysAllow'}"),
        spec(
            "built-in: an indexed Job",
            Kind.JOB,
            "{'completionMode':'Indexed','completions':3,'parallelism':2,'backoffLimitPerIndex':1,'ttlSecondsAfterFinished':60,'activeDeadlineSeconds':5}"),
        spec(
            "built-in: a CronJob each day",
            Kind.CRON_JOB,
            "{'schedule':'@daily','timeZone':'Etc/UTC','concurrencyPolicy':'Forbid','startingDeadlineSeconds':10}"),
        made(
            "built-in: a Secret of texts",
            Kind.SECRET,
            "{'type':'kubernetes.io/basic-auth','data':null,'stringData':{'username':'u'}}"));
  }
}

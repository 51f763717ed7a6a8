// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.PodBehaviors;
import io.kruise.rollouts.testkit.internal.admission.RolloutWebhook;
import io.kruise.rollouts.testkit.internal.admission.WorkloadWebhooks;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.api.NamespaceLifecycle;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.ResourceType;
import io.kruise.rollouts.testkit.internal.batch.BatchReleaseController;
import io.kruise.rollouts.testkit.internal.builtin.BuiltInPreparation;
import io.kruise.rollouts.testkit.internal.crd.DefinitionController;
import io.kruise.rollouts.testkit.internal.crd.DefinitionRules;
import io.kruise.rollouts.testkit.internal.crd.InstalledDefinitions;
import io.kruise.rollouts.testkit.internal.deployment.AdvancedDeploymentController;
import io.kruise.rollouts.testkit.internal.discovery.ServedDocuments;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import io.kruise.rollouts.testkit.internal.kruise.AdvancedDaemonSetController;
import io.kruise.rollouts.testkit.internal.kruise.AdvancedStatefulSetController;
import io.kruise.rollouts.testkit.internal.kruise.CloneSetController;
import io.kruise.rollouts.testkit.internal.kruise.KruiseDefaults;
import io.kruise.rollouts.testkit.internal.lifecycle.GarbageCollector;
import io.kruise.rollouts.testkit.internal.lifecycle.NamespaceController;
import io.kruise.rollouts.testkit.internal.lifecycle.NamespaceDefaults;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.pod.Nodes;
import io.kruise.rollouts.testkit.internal.pod.PodAdmission;
import io.kruise.rollouts.testkit.internal.pod.PodPlayer;
import io.kruise.rollouts.testkit.internal.rollout.RolloutController;
import io.kruise.rollouts.testkit.internal.schema.BuiltInTypes;
import io.kruise.rollouts.testkit.internal.schema.BundledDefinitions;
import io.kruise.rollouts.testkit.internal.schema.CustomTypes;
import io.kruise.rollouts.testkit.internal.schema.ObjectSchemas;
import io.kruise.rollouts.testkit.internal.table.ServerTables;
import io.kruise.rollouts.testkit.internal.time.ClusterTime;
import io.kruise.rollouts.testkit.internal.traffic.NetworkTrafficManager;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager;
import io.kruise.rollouts.testkit.internal.traffic.TrafficRoutingController;
import io.kruise.rollouts.testkit.internal.validation.BuiltInValidation;
import io.kruise.rollouts.testkit.internal.weather.Outages;
import io.kruise.rollouts.testkit.internal.workload.DaemonSetController;
import io.kruise.rollouts.testkit.internal.workload.DeploymentController;
import io.kruise.rollouts.testkit.internal.workload.ReplicaSetController;
import io.kruise.rollouts.testkit.internal.workload.StatefulSetController;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What makes up a cluster with Kruise Rollouts: its types, webhooks and controllers. */
public final class KruiseCluster {
  /** Read and compiled at the first start: they are the same for all clusters. */
  private static final class Bundled {
    private static final List<ObjectNode> DEFINITIONS =
        InstalledDefinitions.prepare(
            Stream.of(
                    BundledDefinitions.rollouts(),
                    BundledDefinitions.kruise(),
                    BundledDefinitions.gateway())
                .flatMap(List::stream)
                .toList());
    private static final ObjectSchemas SCHEMAS = ObjectSchemas.of(types());

    private static List<ResourceType> types() {
      List<ResourceType> types = new ArrayList<>(BuiltInTypes.get().types());
      DEFINITIONS.forEach(each -> types.addAll(CustomTypes.of(each)));
      return types;
    }
  }

  private KruiseCluster() {}

  /**
   * A cluster without workloads, driven by its time.
   *
   * @param time its time; closed by the caller
   * @param pods what pods do
   * @return the cluster
   */
  public static Cluster on(ClusterTime time, PodBehaviors pods) {
    return on(time, pods, new Outages(time::now));
  }

  /**
   * A cluster without workloads, driven by its time.
   *
   * @param time its time; closed by the caller
   * @param pods what pods do
   * @param outages when Kruise Rollouts does not work
   * @return the cluster
   */
  public static Cluster on(ClusterTime time, PodBehaviors pods, Outages outages) {
    ResourceRegistry types = new ResourceRegistry();
    BuiltInTypes.get().types().forEach(types::register);
    Cluster cluster =
        new Cluster(
            types,
            Bundled.SCHEMAS.ofOneCluster(),
            admissions(outages),
            controllers(pods, types, outages),
            time::now,
            time::woken,
            time.reaction());
    furnish(cluster, time.now());
    time.drive(cluster);
    return cluster;
  }

  /**
   * The cluster's API server.
   *
   * @param cluster made by {@link #on}
   * @return what answers requests
   */
  public static ApiServer api(Cluster cluster) {
    return new ApiServer(
        cluster,
        cluster.registry(),
        cluster.store(),
        cluster.objects(),
        cluster.schemas(),
        new ServedDocuments(cluster.registry()),
        new ServerTables(cluster::now));
  }

  /** What is there before anybody comes: definitions, namespaces and nodes. */
  private static void furnish(Cluster cluster, Instant now) {
    synchronized (cluster) {
      InstalledDefinitions.into(cluster.store(), Bundled.DEFINITIONS, now);
      ObjectService objects = cluster.objects();
      ResourceType namespaces = cluster.registry().ofKind("", "Namespace").orElseThrow();
      for (String name : List.of("default", "kube-node-lease", "kube-public", "kube-system")) {
        ObjectNode namespace = Json.object();
        namespace.putObject("metadata").put("name", name);
        objects.create(namespaces, "", namespace, false);
      }
      ResourceType nodes = cluster.registry().ofKind("", "Node").orElseThrow();
      for (ObjectNode node : Nodes.fresh(now)) {
        objects.create(nodes, "", node, false);
        objects.update(
            nodes, "", Meta.name(node), "status", made -> made.setAll(status(node)), false);
      }
    }
  }

  private static ObjectNode status(ObjectNode object) {
    ObjectNode status = Json.object();
    status.set("status", object.path("status"));
    return status;
  }

  private static List<Admission> admissions(Outages outages) {
    return List.of(
        new NamespaceLifecycle(),
        new DefinitionRules(),
        new PodAdmission(),
        new BuiltInPreparation(),
        new BuiltInValidation(),
        new KruiseDefaults(),
        outages.webhookCalls(),
        new WorkloadWebhooks(),
        new RolloutWebhook());
  }

  private static List<Controller> controllers(
      PodBehaviors pods, ResourceRegistry types, Outages outages) {
    TrafficManager traffic = new NetworkTrafficManager();
    return List.of(
        new DefinitionController(),
        new NamespaceController(types),
        new NamespaceDefaults(),
        new GarbageCollector(types),
        new DeploymentController(),
        outages.managed(new AdvancedDeploymentController()),
        new ReplicaSetController(),
        new StatefulSetController(),
        new DaemonSetController(),
        new CloneSetController(),
        new AdvancedStatefulSetController(),
        new AdvancedDaemonSetController(),
        new PodPlayer(pods),
        outages.managed(new BatchReleaseController()),
        outages.managedRollouts(new RolloutController(traffic)),
        outages.managed(new TrafficRoutingController(traffic)));
  }
}

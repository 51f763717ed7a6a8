// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.engine.World;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of upstream's batchrelease_event_handler.go and its predicates. */
@DisplayName("a change wakes a BatchRelease")
class BatchEventsTest {
  private static final ObjectRef DEPLOYMENT = BatchBed.ref("apps/v1", "Deployment", "demo");
  private static final ObjectRef POD = BatchBed.ref("v1", "Pod", "p");

  private final BatchEvents events = new BatchEvents();
  private final ObjectStore store = new ObjectStore();
  private final World world =
      new ObjectService(store, SchemaRules.NONE, List.of(), () -> Instant.EPOCH);

  @BeforeEach
  void aDeploymentHeldByARelease() {
    put(
        "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'BatchRelease','metadata':{'name':"
            + "'demo','namespace':'ns','uid':'r','generation':1},'spec':{'workloadRef':"
            + "{'apiVersion':'apps/v1','kind':'Deployment','name':'demo'}}}");
    put(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'demo','namespace':'ns',"
            + "'uid':'d','generation':1},'spec':{'template':{}},'status':{'replicas':3}}");
    put(
        "{'apiVersion':'apps/v1','kind':'ReplicaSet','metadata':{'name':'set','namespace':'ns',"
            + "'uid':'s','ownerReferences':["
            + Meta.controllerReference(get(DEPLOYMENT))
            + "]}}");
    put(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'ns','labels':"
            + "{'pod-template-hash':'one'},'ownerReferences':["
            + Meta.controllerReference(get(BatchBed.ref("apps/v1", "ReplicaSet", "set")))
            + "]}}");
    ObjectNode held = get(DEPLOYMENT);
    Json.dig(held, "metadata", "annotations")
        .put(
            "batchrelease.rollouts.kruise.io/control-info",
            Meta.controllerReference(get(BatchBed.RELEASE)).toString());
    store.put(held);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'metadata':{'generation':2}}            | true",
        "{'metadata':{'annotations':{'a':'b'}}}   | true",
        "{'metadata':{'deletionTimestamp':'now'}} | true",
        "{'metadata':{'labels':{'a':'b'}}}        | false",
        "{'metadata':{'finalizers':['f']}}        | false",
        "{'status':{'phase':'Progressing'}}       | false"
      })
  @DisplayName("of its own, but for its status and what is no spec")
  void ofRelease(String patch, boolean wakes) {
    assertThat(wakes(change(BatchBed.RELEASE, patch))).isEqualTo(wakes);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'metadata':{'generation':2}}       | true",
        "{'status':{'readyReplicas':1}}      | true",
        "{'status':{'observedGeneration':1}} | true",
        "{'spec':{'template':{'any':1}}}     | true",
        "{'status':{'conditions':[]}}        | false",
        "{'metadata':{'labels':{'a':'b'}}}   | false"
      })
  @DisplayName("of its workload's spec or counts")
  void ofWorkload(String patch, boolean wakes) {
    assertThat(wakes(change(DEPLOYMENT, patch))).isEqualTo(wakes);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'status':{'conditions':[{'type':'Ready','status':'True'}]}} | true",
        "{'metadata':{'labels':{'pod-template-hash':'two'}}}          | true",
        "{'status':{'phase':'Running'}}                               | false",
        "{'metadata':{'labels':{'controller-revision-hash':'x'}}}     | false"
      })
  @DisplayName("of a pod that became ready or unready, or another one")
  void ofPod(String patch, boolean wakes) {
    assertThat(wakes(change(POD, patch))).isEqualTo(wakes);
  }

  @Test
  @DisplayName("when a pod is new, not when one is gone")
  void podsThatComeAndGo() {
    assertThat(wakes(new Change(9, Change.Type.ADDED, POD, null, get(POD)))).isTrue();
    assertThat(wakes(new Change(9, Change.Type.DELETED, POD, get(POD), get(POD)))).isFalse();
  }

  @Test
  @DisplayName("that isn't in its workload's annotation by the workload, not by its pods")
  void freeWorkload() {
    ObjectNode free = get(DEPLOYMENT);
    Json.dig(free, "metadata").remove("annotations");
    store.put(free.deepCopy());
    assertThat(wakes(new Change(9, Change.Type.ADDED, DEPLOYMENT, null, free))).isTrue();
    assertThat(wakes(new Change(9, Change.Type.DELETED, DEPLOYMENT, free, free))).isTrue();
    assertThat(wakes(new Change(9, Change.Type.ADDED, POD, null, get(POD)))).isFalse();
  }

  private boolean wakes(Change change) {
    List<ObjectRef> woken = events.concerns(change, world);
    assertThat(woken).isSubsetOf(BatchBed.RELEASE);
    return !woken.isEmpty();
  }

  private Change change(ObjectRef ref, String patch) {
    ObjectNode before = get(ref);
    ObjectNode after = (ObjectNode) Json.mergePatch(before, BatchBed.tree(patch));
    return new Change(9, Change.Type.MODIFIED, ref, before, after);
  }

  private ObjectNode get(ObjectRef ref) {
    return store.get(ref).orElseThrow(() -> new AssertionError("no " + ref)).deepCopy();
  }

  private void put(String object) {
    store.put(BatchBed.tree(object));
  }
}

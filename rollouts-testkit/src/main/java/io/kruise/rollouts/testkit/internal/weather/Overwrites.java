// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.StepState;
import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.ResourceRegistry;
import io.kruise.rollouts.testkit.internal.api.WriteOptions;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import io.kruise.rollouts.testkit.internal.store.Source;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Approvals over which the controller puts the status that it had computed before: upstream's
 * updateRolloutStatusInternal (rollout_status.go) reads the newest object and sets the whole status
 * of the pass. Thread-safe: what it does happens under the cluster's lock.
 */
public final class Overwrites {
  private static final String GROUP = "rollouts.kruise.io";
  private static final String CONTROLLER = "rollout-controller";

  private final Object lock;
  private final ObjectStore store;
  private final ObjectService objects;
  private final ResourceRegistry registry;
  private final AtomicInteger left = new AtomicInteger();

  /**
   * None.
   *
   * @param lock the cluster's lock
   * @param store the objects
   * @param objects the rules of their life
   * @param registry the types that are served
   */
  public Overwrites(
      Object lock, ObjectStore store, ObjectService objects, ResourceRegistry registry) {
    this.lock = lock;
    this.store = store;
    this.objects = objects;
    this.registry = registry;
  }

  /**
   * Of the approvals to come, more are overwritten.
   *
   * @param approvals how many
   */
  public void add(int approvals) {
    left.addAndGet(approvals);
  }

  /**
   * What has not happened.
   *
   * @return in words
   */
  public List<String> pending() {
    int approvals = left.get();
    return approvals == 0 ? List.of() : List.of("overwriteNextApprovals(" + approvals + ")");
  }

  /**
   * Lets a client's request be handled; an approval among them is overwritten right after, before
   * any controller or other client comes to see it stand.
   *
   * @param request handles it
   * @return its answer
   */
  ApiAnswer around(Supplier<ApiAnswer> request) {
    if (left.get() == 0) {
      return request.get();
    }
    synchronized (lock) {
      AtomicReference<Change> approval = new AtomicReference<>();
      Consumer<Change> listener =
          change -> {
            if (approves(change)) {
              approval.set(change);
            }
          };
      store.listen(listener);
      ApiAnswer answer;
      try {
        answer = request.get();
      } finally {
        store.unlisten(listener);
      }
      Change change = approval.get();
      if (change != null && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        overwrite(change);
      }
      return answer;
    }
  }

  private void overwrite(Change approval) {
    ObjectRef ref = approval.ref();
    ObjectNode before = approval.before();
    if (before != null) {
      store.as(
          Source.controller(CONTROLLER),
          () ->
              objects.updateStatus(
                  registry.ofKind(ref.group(), ref.kind()).orElseThrow(),
                  ref.namespace(),
                  ref.name(),
                  newest -> before.path("status").deepCopy(),
                  WriteOptions.by(CONTROLLER)));
    }
  }

  private static boolean approves(Change change) {
    ObjectNode before = change.before();
    return change.ref().group().equals(GROUP)
        && change.ref().kind().equals("Rollout")
        && before != null
        && List.of("canaryStatus", "blueGreenStatus").stream()
            .anyMatch(
                style ->
                    is(StepState.STEP_PAUSED, before, style)
                        && is(StepState.STEP_READY, change.after(), style));
  }

  private static boolean is(StepState state, JsonNode rollout, String style) {
    String text = Json.at(rollout, "status", style, "currentStepState").asText();
    return StepState.of(text) == state;
  }
}

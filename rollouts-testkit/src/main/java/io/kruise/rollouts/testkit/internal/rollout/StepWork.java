// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.model.BatchState;
import io.kruise.rollouts.model.v1beta1.CanaryStep;
import io.kruise.rollouts.model.v1beta1.RolloutPause;
import io.kruise.rollouts.testkit.internal.object.Meta;
import io.kruise.rollouts.testkit.internal.object.ReleasePlanHash;
import io.kruise.rollouts.testkit.internal.traffic.TrafficManager.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is done in the states of a step, and what the rows ask (rollout_canary.go,
 * rollout_bluegreen.go). Work answers whether it is done.
 */
final class StepWork {
  private final Traffic traffic;

  StepWork(Traffic traffic) {
    this.traffic = traffic;
  }

  static boolean nothing(Pass pass) {
    return true;
  }

  static boolean keepsTraffic(Pass pass) {
    return !Plan.shiftsTraffic(step(pass));
  }

  static boolean hasNext(Pass pass) {
    return pass.plan().size() > pass.sub().index();
  }

  /** Whether a step leaves no old pods, though each pod is replaced in place. */
  static boolean replacesAllPods(Pass pass) {
    int replicas = pass.requireWorkload().replicas();
    return pass.plan().realPartition() && pass.plan().replicas(step(pass), replicas) >= replicas;
  }

  /** Only the text "100%" counts, not an integer of as many pods. */
  static boolean isWholeLastStep(Pass pass) {
    return pass.plan().size() == pass.sub().index()
        && "100%".equals(Plan.replicas(step(pass)).getStrVal());
  }

  /** The stable Service, before pods change: a way round ingress-nginx's bug 9635. */
  boolean prepareStableService(Pass pass) {
    if (replacesAllPods(pass) && !traffic.applyAndLookAgain(Verb.RESTORE_STABLE_SERVICE, pass)) {
      return false;
    }
    boolean patches = pass.sub().index() == 1 && !pass.plan().disableGenerateCanaryService();
    return !patches || traffic.applyAndLookAgain(Verb.PATCH_STABLE_SERVICE, pass);
  }

  /** Blue-green asks the manager without a canary Service, too, which then is never done. */
  boolean patchStableService(Pass pass) {
    return pass.sub().index() != 1 || traffic.applyAndLookAgain(Verb.PATCH_STABLE_SERVICE, pass);
  }

  /** DoCanaryUpgrade: until the BatchRelease reports the step's batch, of this plan, as ready. */
  static boolean upgrade(Pass pass) {
    SubStatus sub = pass.sub();
    say(pass, "upgrade workload to new version");
    Optional<ObjectNode> batchRelease = BatchReleases.run(pass, sub.index());
    if (batchRelease.isEmpty() || !upToDate(pass, batchRelease.get())) {
      return false;
    }
    JsonNode canary = batchRelease.get().path("status").path("canaryStatus");
    boolean ready = BatchState.of(canary.path("batchState").asText()) == BatchState.READY;
    if (!ready || canary.path("currentBatch").asInt() + 1 < sub.index()) {
      return false;
    }
    pass.event("upgrade step(" + sub.index() + ") canary pods with new versions done");
    sub.podTemplateHash(pass.requireWorkload().podTemplateHash());
    return true;
  }

  private static boolean upToDate(Pass pass, ObjectNode batchRelease) {
    return Meta.observed(batchRelease)
        && pass.world()
            .derived(batchRelease.path("spec").path("releasePlan"), ReleasePlanHash.OF)
            .equals(batchRelease.path("status").path("observedReleasePlanHash").asText());
  }

  /** DoTrafficRouting; looked at again in any case. */
  boolean routeTraffic(Pass pass) {
    boolean done = traffic.applyAndTouch(Verb.ROUTE, pass);
    pass.recheck();
    return done;
  }

  /** DoCanaryPaused: until the time is over; without a time, for an approval. */
  static boolean pause(Pass pass) {
    RolloutPause pause = step(pass).getPause();
    @Nullable Integer seconds = pause == null ? null : pause.getDuration();
    if (seconds == null) {
      say(pass, "you need manually confirm to enter the next step");
      return false;
    }
    say(pass, "wait duration(" + seconds + " seconds) to enter the next step");
    Instant since = pass.sub().lastUpdateTime();
    if (since == null) {
      throw new PassFailedException("panic: the step has no lastUpdateTime");
    }
    Instant end = since.plusSeconds(seconds);
    if (end.isBefore(pass.now())) {
      return true;
    }
    pass.step().recheck(Duration.between(pass.now(), end));
    return false;
  }

  static boolean beginNext(Pass pass) {
    int index = pass.sub().index() + 1;
    pass.sub().index(index, pass.plan().nextAfter(index));
    return true;
  }

  private static CanaryStep step(Pass pass) {
    return pass.plan().step(pass.sub().index());
  }

  private static void say(Pass pass, String what) {
    pass.status()
        .message(
            "Rollout is in step("
                + pass.sub().index()
                + "/"
                + pass.plan().size()
                + "), and "
                + what);
  }
}

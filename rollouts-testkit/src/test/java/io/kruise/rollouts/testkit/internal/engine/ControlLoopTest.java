// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ObjectService;
import io.kruise.rollouts.testkit.internal.api.SchemaRules;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import io.kruise.rollouts.testkit.internal.store.Change;
import io.kruise.rollouts.testkit.internal.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the control loop")
class ControlLoopTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration REACTION = Duration.ofMillis(5);
  private static final ObjectRef A = new ObjectRef("", "Thing", "ns", "a");

  private final ObjectStore store = new ObjectStore();
  private final List<Duration> passes = new ArrayList<>();
  private final List<Optional<Instant>> remembered = new ArrayList<>();
  private Function<Instant, Step> answer = now -> Step.nothing();
  private boolean refuse;

  private final Controller controller =
      new Controller() {
        @Override
        public String name() {
          return "things";
        }

        @Override
        public Collection<ObjectRef> concerns(Change change, World world) {
          return List.of(change.ref());
        }

        @Override
        public Step reconcile(ObjectRef ref, World world, Instant now) {
          passes.add(Duration.between(T0, now));
          remembered.add(world.remembered("change"));
          return answer.apply(now);
        }
      };

  private final World world = new ObjectService(store, SchemaRules.NONE, List.of(), () -> T0);

  private final ControlLoop loop =
      new ControlLoop(
          List.of(controller),
          world,
          (source, effect, now) -> {
            if (refuse) {
              throw new ControlLoop.RefusedException("409");
            }
          },
          new History(),
          REACTION);

  @Test
  @DisplayName("several changes at once are one pass, a reaction later")
  void coalesces() {
    change(T0);
    change(T0);
    runUntil(T0.plusSeconds(10));
    assertThat(passes).containsExactly(REACTION);
  }

  @Test
  @DisplayName("a recheck comes at its time, though changes came before it")
  void recheckAndChange() {
    answer =
        now ->
            passes.size() == 1
                ? Step.builder().recheck(Duration.ofSeconds(3)).build()
                : Step.nothing();
    change(T0);
    runUntil(T0.plusSeconds(1));
    change(T0.plusSeconds(1));
    runUntil(T0.plusSeconds(10));
    assertThat(passes).containsExactly(REACTION, Duration.ofMillis(1005), Duration.ofMillis(3005));
  }

  @Test
  @DisplayName(
      "a refused write is tried again after growing delays, and the rest of the pass dropped")
  void backoff() {
    refuse = true;
    answer = now -> Step.builder().delete(A).recheck(Duration.ofHours(1)).build();
    change(T0);
    runUntil(T0.plusMillis(50));
    assertThat(passes)
        .containsExactly(
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(40));
    refuse = false;
    runUntil(T0.plusMillis(100));
    assertThat(passes).hasSize(5);
    assertThat(loop.nextDue()).contains(T0.plusMillis(80).plus(Duration.ofHours(1)));
  }

  @Test
  @DisplayName("what a pass remembers the next ones know, until it is forgotten")
  void remembers() {
    answer =
        now ->
            switch (passes.size()) {
              case 1 -> Step.builder().remember("change", T0).build();
              case 2 -> Step.builder().forget("change").build();
              default -> Step.nothing();
            };
    for (int second = 0; second < 3; second++) {
      change(T0.plusSeconds(second));
      runUntil(T0.plusSeconds(second + 1));
    }
    assertThat(remembered).containsExactly(Optional.empty(), Optional.of(T0), Optional.empty());
  }

  @Test
  @DisplayName("what comes after a refused write is not remembered")
  void remembersOnlyWhatWasDone() {
    refuse = true;
    answer = now -> Step.builder().delete(A).remember("change", T0).build();
    change(T0);
    runUntil(T0.plusMillis(10));
    assertThat(remembered).containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  @DisplayName("an impossible situation is told with what went before, and looked at again")
  void impossible() {
    answer = now -> Step.builder().delete(A).build();
    change(T0);
    runUntil(T0.plusSeconds(1));
    answer =
        now -> {
          throw new IllegalStateException("no row for this state");
        };
    change(T0.plusSeconds(1));
    assertThatThrownBy(() -> runUntil(T0.plusSeconds(2)))
        .hasMessageContaining("things failed on Thing ns/a")
        .hasMessageContaining("Delete[ref=Thing ns/a")
        .cause()
        .hasMessage("no row for this state");
    assertThat(loop.nextDue()).contains(T0.plusMillis(1010));
  }

  private void change(Instant now) {
    ObjectNode thing = Json.object().put("apiVersion", "v1").put("kind", "Thing");
    thing.putObject("metadata").put("namespace", "ns").put("name", "a");
    loop.onChange(store.put(thing), now);
  }

  private void runUntil(Instant end) {
    while (loop.nextDue().filter(due -> !due.isAfter(end)).isPresent()) {
      assertThat(loop.runNext(loop.nextDue().orElseThrow())).isTrue();
    }
  }

  @Test
  @DisplayName("forgets with its process, and looks again when that starts")
  void restart() {
    loop.onChange(new Change(1, Change.Type.ADDED, A, null, Json.object()), T0);
    answer = now -> Step.builder().remember("change", now).recheck(Duration.ofMinutes(1)).build();
    loop.runNext(T0.plus(REACTION));
    answer = now -> Step.nothing();

    loop.restart(any -> true, T0.plusSeconds(10));

    assertThat(loop.nextDue()).contains(T0.plusSeconds(10));
    loop.runNext(T0.plusSeconds(10));
    assertThat(remembered).containsExactly(Optional.empty(), Optional.empty());
    assertThat(loop.nextDue()).isEmpty();
  }

  @Test
  @DisplayName("leaves what others want to look at, and what is due before the start")
  void restartOfOthers() {
    loop.onChange(new Change(1, Change.Type.ADDED, A, null, Json.object()), T0);
    answer = now -> Step.builder().recheck(Duration.ofMinutes(1)).build();
    loop.runNext(T0.plus(REACTION));
    Instant due = T0.plus(REACTION).plusSeconds(60);

    loop.restart(any -> false, T0.plusSeconds(10));
    assertThat(loop.nextDue()).contains(due);
    loop.restart(any -> true, due.plusSeconds(1));
    assertThat(loop.nextDue()).contains(due);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, its network and a clock on one thread, where a seed picks what happens next: which
 * request is served, which answer arrives, which line of a watch, which task runs, which write
 * comes in between. The same seed gives the same run. Time moves only when there is nothing else to
 * do.
 */
public final class ShuffledCluster implements WaitClock {
  private static final Pattern ROLLOUT = Pattern.compile("/rollouts/([^/?]+)$");
  private static final Pattern FROM = Pattern.compile("resourceVersion=(\\d+)");
  private static final Pattern SELECTED = Pattern.compile("fieldSelector=metadata.name%3D([^&]+)");

  /** A pause that may be over while other things are still under way. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** Each is itself only, however alike two are. */
  private static final class Timer {
    final Instant due;
    final Runnable task;

    Timer(Instant due, Runnable task) {
      this.due = due;
      this.task = task;
    }
  }

  private record Event(long version, String name, String line) {}

  private static final class Watch {
    final InProcessHttp.Answer answer;
    final @Nullable String name;
    final Deque<String> lines = new ArrayDeque<>();

    Watch(InProcessHttp.Answer answer, @Nullable String name) {
      this.answer = answer;
      this.name = name;
    }
  }

  private final Random random;
  private final List<Runnable> moves = new ArrayList<>();
  private final List<Timer> timers = new ArrayList<>();
  private final Map<String, String> rollouts = new TreeMap<>();
  private final List<Event> history = new ArrayList<>();
  private final List<Watch> watches = new ArrayList<>();
  private final KubernetesClient kubernetes;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long version = 100;
  private long forgotten;
  private int opened;

  private ShuffledCluster(long seed, KubernetesClient kubernetes) {
    random = new Random(seed);
    this.kubernetes = kubernetes;
  }

  public KubernetesClient kubernetes() {
    return kubernetes;
  }

  // ---- what the test does

  /** Something that may happen at any time from now on. */
  public void sometime(Runnable move) {
    moves.add(move);
  }

  /** One after the other, each at any time. */
  public void sometime(Deque<Runnable> oneAfterTheOther) {
    Runnable first = oneAfterTheOther.poll();
    if (first != null) {
      moves.add(
          () -> {
            first.run();
            sometime(oneAfterTheOther);
          });
    }
  }

  /** Goes on until it holds; gives up when nothing is left to happen within the time. */
  public boolean run(Duration within, BooleanSupplier until) {
    Instant end = now.plus(within);
    while (!until.getAsBoolean()) {
      Timer next =
          timers.stream()
              .min(Comparator.comparing(timer -> timer.due))
              .orElse(new Timer(end, () -> {}));
      boolean soon = next.due.isBefore(now.plus(SOON));
      if (!moves.isEmpty() && !(soon && random.nextInt(10) == 0)) {
        moves.remove(random.nextInt(moves.size())).run();
      } else if (next.due.isBefore(end)) {
        timers.remove(next);
        now = next.due;
        next.task.run();
      } else {
        return false;
      }
    }
    return true;
  }

  /** Writes a Rollout. */
  public void write(String name, RolloutFixture fixture) {
    Rollout rollout = fixture.build();
    rollout.getMetadata().setName(name);
    rollout.getMetadata().setResourceVersion(Long.toString(++version));
    String json = Serialization.asJson(rollout).replace("\n", "");
    String type = rollouts.put(name, json) == null ? "ADDED" : "MODIFIED";
    Event event = new Event(version, name, "{\"type\":\"" + type + "\",\"object\":" + json + "}\n");
    history.add(event);
    watches.forEach(watch -> tell(watch, event));
  }

  /** Ends the open watches: what was sent and has not arrived is lost. */
  public void cutWatches() {
    List<Watch> open = List.copyOf(watches);
    watches.clear();
    for (Watch watch : open) {
      watch.lines.clear();
      moves.add(watch.answer::end);
    }
  }

  /** No watch can begin with what is past now. */
  public void forgetHistory() {
    forgotten = version;
  }

  public int openWatches() {
    return watches.size();
  }

  public int watchesOpened() {
    return opened;
  }

  public int pendingTimers() {
    return timers.size();
  }

  // ---- the API server

  private void arrived(String uri, InProcessHttp.Answer answer) {
    moves.add(() -> serve(uri, answer));
  }

  private void serve(String uri, InProcessHttp.Answer answer) {
    String path = uri.substring("http://shuffled".length()).replaceFirst("\\?.*", "");
    Matcher one = ROLLOUT.matcher(path);
    if (uri.contains("watch=true")) {
      watch(uri, answer);
    } else if (one.find()) {
      String found = rollouts.get(one.group(1));
      moves.add(() -> answer.whole(found == null ? 404 : 200, found == null ? "{}" : found));
    } else if (path.endsWith("/rollouts")) {
      String items = rollouts.values().stream().collect(Collectors.joining(","));
      String list =
          "{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"items\":[" + items + "]}";
      moves.add(() -> answer.whole(200, list));
    } else {
      moves.add(() -> answer.whole(404, "{}"));
    }
  }

  private void watch(String uri, InProcessHttp.Answer answer) {
    opened++;
    Matcher selected = SELECTED.matcher(uri);
    Watch watch = new Watch(answer, selected.find() ? selected.group(1) : null);
    answer.stream();
    Matcher from = FROM.matcher(uri);
    if (!from.find()) {
      watches.add(watch);
      rollouts.forEach(
          (name, json) ->
              tell(
                  watch,
                  new Event(version, name, "{\"type\":\"ADDED\",\"object\":" + json + "}\n")));
    } else if (Long.parseLong(from.group(1)) < forgotten) {
      answer.line(((Fault.Line) Fault.expired()).text());
      answer.end();
    } else {
      watches.add(watch);
      long after = Long.parseLong(from.group(1));
      history.stream().filter(event -> event.version() > after).forEach(e -> tell(watch, e));
    }
    answer.onClose(() -> watches.remove(watch));
  }

  private void tell(Watch watch, Event event) {
    if (watch.name == null || watch.name.equals(event.name())) {
      watch.lines.add(event.line());
      moves.add(
          () -> {
            String next = watch.lines.poll();
            if (next != null) {
              watch.answer.line(next);
            }
          });
    }
  }

  // ---- the clock

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Task schedule(Duration delay, Runnable task) {
    if (delay.isNegative() || delay.isZero()) {
      moves.add(task);
      return () -> moves.remove(task);
    }
    Timer timer = new Timer(now.plus(delay), task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /** Runs with many seeds; a failure names its own. */
  public static void eachSeed(int runs, Consumer<ShuffledCluster> test) {
    long first = Long.getLong("shuffled.seed", new Random().nextLong());
    AtomicReference<@Nullable ShuffledCluster> current = new AtomicReference<>();
    try (KubernetesClient kubernetes = client(current)) {
      for (long seed = first; seed < first + runs; seed++) {
        ShuffledCluster cluster = new ShuffledCluster(seed, kubernetes);
        current.set(cluster);
        try {
          test.accept(cluster);
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("with -Dshuffled.seed=" + seed + ": " + e.getMessage(), e);
        }
      }
    }
  }

  /** One for all runs: to make one takes longer than a run. */
  private static KubernetesClient client(AtomicReference<@Nullable ShuffledCluster> current) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder().withMasterUrl("http://shuffled").build())
        .withHttpClientFactory(
            new InProcessHttp.Factory(
                (uri, answer) -> requireNonNull(current.get()).arrived(uri, answer)))
        .build();
  }
}

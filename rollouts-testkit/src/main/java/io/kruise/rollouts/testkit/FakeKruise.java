// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.cluster.Cluster;
import io.kruise.rollouts.testkit.internal.cluster.KruiseCluster;
import io.kruise.rollouts.testkit.internal.direct.DirectClient;
import io.kruise.rollouts.testkit.internal.direct.OtherClient;
import io.kruise.rollouts.testkit.internal.history.Chronicle;
import io.kruise.rollouts.testkit.internal.history.RecordingFormat;
import io.kruise.rollouts.testkit.internal.http.HttpDoor;
import io.kruise.rollouts.testkit.internal.http.Kubeconfig;
import io.kruise.rollouts.testkit.internal.time.ClusterTime;
import io.kruise.rollouts.testkit.internal.time.LiveTime;
import io.kruise.rollouts.testkit.internal.time.VirtualTime;
import io.kruise.rollouts.testkit.internal.weather.Gate;
import io.kruise.rollouts.testkit.internal.weather.Outages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes cluster with Kruise Rollouts in it, in this process, on a free port of loopback: the
 * API server's HTTP as the real one speaks it, and Kruise Rollouts v0.6.2 with the controllers and
 * pods that it needs, played.
 *
 * <pre>{@code
 * try (FakeKruise kruise = FakeKruise.start()) {
 *   KubernetesClient client = kruise.client();
 *   ...
 * }
 * }</pre>
 *
 * <p>Its time passes by itself, as fast as the {@linkplain Builder#speed speed} says, or only when
 * {@linkplain #advance moved}. Thread-safe. To be closed; nothing is left then.
 */
public final class FakeKruise implements AutoCloseable {
  private final ClusterTime time;
  private final Cluster cluster;
  private final PodBehaviors pods;
  private final ApiServer api;
  private final Gate gate;
  private final Weather weather;
  private final Chronicle chronicle;
  private final OtherClient others;
  private final int port;
  private @Nullable HttpDoor door;
  private @Nullable KubernetesClient client;

  private FakeKruise(ClusterTime time, PodBehaviors pods, int port) {
    this.time = time;
    this.port = port;
    this.pods = pods;
    Outages outages = new Outages(time::now);
    cluster = KruiseCluster.on(time, pods, outages);
    api = KruiseCluster.api(cluster);
    chronicle = new Chronicle(cluster);
    others = new OtherClient(api, time);
    weather = Weather.over(cluster, api, outages, others);
    gate = weather.gate(time);
    if (!(time instanceof VirtualTime) || port != 0) {
      try {
        door = HttpDoor.open(gate, port);
      } catch (IllegalStateException e) {
        time.close();
        throw e;
      }
    }
  }

  /**
   * A cluster whose time passes as ours does.
   *
   * @return it, ready
   */
  public static FakeKruise start() {
    return builder().start();
  }

  /**
   * A cluster to be set up.
   *
   * @return time as ours, any free port
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Where it listens.
   *
   * @return such as {@code http://127.0.0.1:40123}
   */
  public String url() {
    return door().uri().toString();
  }

  /** With time that stands still, only who asks where it is needs the network. */
  private synchronized HttpDoor door() {
    if (door == null) {
      door = HttpDoor.open(gate, port);
    }
    return door;
  }

  /**
   * A client of it, in the namespace "default". It is made at the first call, and closed with the
   * cluster. It goes over the HTTP client that fabric8 finds on the class path; but with
   * {@linkplain Builder#virtualTime virtual time} over no network at all, so that the time knows
   * what is under way: before it moves, each request is answered and each event of a watch heard.
   *
   * @return the same each time
   */
  public synchronized KubernetesClient client() {
    if (client == null) {
      client =
          time instanceof VirtualTime virtual
              ? DirectClient.of(gate, virtual.activity(), virtual)
              : new KubernetesClientBuilder()
                  .withConfig(Config.fromKubeconfig(kubeconfig()))
                  .build();
    }
    return client;
  }

  /**
   * How any client finds it.
   *
   * @return a kubeconfig, in YAML
   */
  public String kubeconfig() {
    return Kubeconfig.of(door().uri());
  }

  /**
   * Writes the kubeconfig into a file, which only its owner may read.
   *
   * @param file made, or overwritten
   * @throws IOException when it can't be written
   */
  public void writeKubeconfig(Path file) throws IOException {
    Kubeconfig.write(door().uri(), file);
  }

  /**
   * What happened to the Rollouts until now, and who did it: of the last 20,000 writes.
   *
   * @return a picture of this moment
   */
  public ReleaseHistory history() {
    return chronicle.history();
  }

  /** What was done to this cluster until now. */
  RecordingFormat.Run run() {
    return new RecordingFormat.Run(clock().now(), chronicle.writes(), chronicle.history());
  }

  /** Does to this cluster, which is fresh, what was done to another. */
  Optional<String> replay(RecordingFormat.Run run) {
    return chronicle.replay(api, (VirtualTime) clock()).play(run);
  }

  /**
   * The cluster's time.
   *
   * @return now, as its objects will have it
   */
  public Instant now() {
    return time.now();
  }

  /**
   * The time, which the test owns.
   *
   * @return the same each time
   * @throws IllegalStateException when the time passes by itself
   */
  public TestClock clock() {
    if (time instanceof VirtualTime virtual) {
      return virtual;
    }
    throw new IllegalStateException(
        "this cluster's time passes by itself: start it with builder().virtualTime()");
  }

  /**
   * What is to go wrong.
   *
   * @return the same each time; at first it is fair
   */
  public Weather weather() {
    return weather;
  }

  /**
   * Moves the time on, as {@link TestClock#advance} does.
   *
   * @param by how far; zero runs what is due now
   * @throws IllegalStateException when the time passes by itself
   */
  public void advance(Duration by) {
    clock().advance(by);
  }

  Cluster cluster() {
    return cluster;
  }

  PodBehaviors pods() {
    return pods;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
    if (door != null) {
      door.close();
    }
    others.close();
    time.close();
  }

  /** Sets a cluster up. Not thread-safe. */
  public static final class Builder {
    private double speed = 1;
    private @Nullable Instant virtualStart;
    private PodBehaviors pods = PodBehaviors.standard();
    private int port;

    private Builder() {}

    /**
     * How fast its time passes. Above 1, the times in its objects run ahead of the wall clock: what
     * compares the two, such as how long a controller has been silent, needs speed 1 or virtual
     * time.
     *
     * @param factor seconds of the cluster in a second, above 0; 1 by default
     * @return this
     * @throws IllegalArgumentException when it is not above 0 or above 100000
     */
    public Builder speed(double factor) {
      speed = LiveTime.checked(factor);
      virtualStart = null;
      return this;
    }

    /**
     * Time that stands still until the test moves it, see {@link FakeKruise#clock}.
     *
     * @return this
     */
    public Builder virtualTime() {
      virtualStart = Instant.parse("2026-01-01T00:00:00Z");
      return this;
    }

    /**
     * What pods do.
     *
     * @param behaviors at first all are ready as soon as they run
     * @return this
     */
    public Builder pods(PodBehaviors behaviors) {
      pods = behaviors;
      return this;
    }

    /**
     * Where it listens.
     *
     * @param number a port of loopback; 0, the default, for any free one
     * @return this
     * @throws IllegalArgumentException when it is no port
     */
    public Builder port(int number) {
      if (number < 0 || number > 65_535) {
        throw new IllegalArgumentException("there is no port " + number + ": from 0 to 65535");
      }
      port = number;
      return this;
    }

    /**
     * Starts it.
     *
     * @return a cluster that answers
     * @throws IllegalStateException when the port is taken
     */
    public FakeKruise start() {
      return new FakeKruise(
          virtualStart == null ? new LiveTime(speed) : new VirtualTime(virtualStart), pods, port);
    }
  }
}

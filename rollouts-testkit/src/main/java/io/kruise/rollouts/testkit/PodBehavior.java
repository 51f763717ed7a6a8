// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pod does once it is created. All durations are of the cluster's time and count from the
 * pod's creation; a pod is scheduled and started within {@link #START}, whatever it does then.
 *
 * <p>In a pod template the annotation {@link #ANNOTATION} says it for one release, in the words of
 * {@link #parse}.
 */
public sealed interface PodBehavior {
  /** The annotation on pods, and so in pod templates. */
  String ANNOTATION = "testkit.rollouts.kruise.io/pods";

  /** How long a pod takes from its creation until its containers run. */
  Duration START = Duration.ofMillis(200);

  /**
   * Becomes ready and stays so.
   *
   * @param after how long after its creation; what is below {@link #START} means: as soon as it
   *     runs
   */
  record Ready(Duration after) implements PodBehavior {}

  /** Runs, and never becomes ready. */
  record NeverReady() implements PodBehavior {}

  /**
   * Never gets beyond its start. With a reason for which the kubelet doesn't start a container at
   * all (ErrImagePull, ImagePullBackOff, InvalidImageName, CreateContainerConfigError,
   * CreateContainerError and the like) it waits with that reason. With any other (Error, OOMKilled,
   * …) its containers end with it again and again: CrashLoopBackOff, a growing restartCount, and 10
   * s, 20 s, 40 s … up to 5 min between two tries.
   *
   * @param reason in one CamelCase word
   */
  record Crashing(String reason) implements PodBehavior {}

  /**
   * Crashes at first, then runs and is ready.
   *
   * @param after how long after its creation
   */
  record Recovering(Duration after) implements PodBehavior {}

  /**
   * Ready as soon as it runs, as long as it is among the first ones of its release; further pods
   * with the same containers in the same namespace aren't even scheduled, until one of the first is
   * gone.
   *
   * @param pods how many may run at a time
   */
  record ReadyUpTo(int pods) implements PodBehavior {}

  /**
   * Ready as soon as it runs.
   *
   * @return the behavior
   */
  static PodBehavior ready() {
    return new Ready(Duration.ZERO);
  }

  /**
   * Ready after some time.
   *
   * @param after how long after its creation
   * @return the behavior
   */
  static PodBehavior readyAfter(Duration after) {
    return new Ready(after);
  }

  /**
   * Never ready.
   *
   * @return the behavior
   */
  static PodBehavior neverReady() {
    return new NeverReady();
  }

  /**
   * Never gets beyond its start.
   *
   * @param reason such as "OOMKilled" or "ImagePullBackOff"
   * @return the behavior
   */
  static PodBehavior crashing(String reason) {
    return new Crashing(reason);
  }

  /**
   * Crashes at first, then is ready.
   *
   * @param after how long after its creation
   * @return the behavior
   */
  static PodBehavior recoveringAfter(Duration after) {
    return new Recovering(after);
  }

  /**
   * Ready, but only so many at a time.
   *
   * @param pods how many
   * @return the behavior
   */
  static PodBehavior readyUpTo(int pods) {
    return new ReadyUpTo(pods);
  }

  /**
   * A behavior in words: {@code ready}, {@code ready-after=5s}, {@code never}, {@code
   * crash=OOMKilled}, {@code recover-after=10s}, {@code ready-limit=3}. Durations have the units
   * ms, s, m or h.
   *
   * @param words one of these
   * @return the behavior
   * @throws IllegalArgumentException when it is something else
   */
  static PodBehavior parse(String words) {
    int sign = words.indexOf('=');
    String verb = sign < 0 ? words : words.substring(0, sign);
    String value = sign < 0 ? "" : words.substring(sign + 1);
    return switch (verb.strip().toLowerCase(Locale.ROOT)) {
      case "ready" -> ready();
      case "ready-after" -> readyAfter(duration(value));
      case "never" -> neverReady();
      case "crash" -> crashing(value.isBlank() ? "Error" : value.strip());
      case "recover-after" -> recoveringAfter(duration(value));
      case "ready-limit" -> readyUpTo(Integer.parseInt(value.strip()));
      default -> throw new IllegalArgumentException("no pod behavior: " + words);
    };
  }

  /**
   * The words for it.
   *
   * @return what {@link #parse} understands
   */
  default String words() {
    if (this instanceof Ready ready) {
      return ready.after().isZero() ? "ready" : "ready-after=" + ready.after().toMillis() + "ms";
    } else if (this instanceof Crashing crashing) {
      return "crash=" + crashing.reason();
    } else if (this instanceof Recovering recovering) {
      return "recover-after=" + recovering.after().toMillis() + "ms";
    } else if (this instanceof ReadyUpTo limit) {
      return "ready-limit=" + limit.pods();
    }
    return "never";
  }

  private static Duration duration(String text) {
    Matcher matcher = Pattern.compile("\\s*(\\d{1,9})(ms|s|m|h)\\s*").matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no duration such as 500ms, 5s, 1m or 1h: " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}

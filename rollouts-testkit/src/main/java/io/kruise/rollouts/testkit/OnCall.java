// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.testkit.internal.weather.Asked;
import io.kruise.rollouts.testkit.internal.weather.Fate;
import io.kruise.rollouts.testkit.internal.weather.Faults;
import io.kruise.rollouts.testkit.internal.weather.Refusals;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Faults of certain calls. A call meets one of them, the first that was said and is not used up,
 * whichever {@link Weather#on} it was said by; so {@code answer(503).times(2).loseAnswer()} lets
 * two be refused, then the answer of the third be lost, and the fourth pass. Not thread-safe.
 */
public final class OnCall {
  private final Call call;
  private final Faults faults;
  private final Supplier<KubernetesClient> others;
  private Faults.@Nullable Said said;

  OnCall(Call call, Faults faults, Supplier<KubernetesClient> others) {
    this.call = call;
    this.faults = faults;
    this.others = others;
  }

  /**
   * The call is not handled, and answered with an error, as the API server does:
   *
   * <ul>
   *   <li>403, a Status: the user lacks the right (responsewriters/errors.go)
   *   <li>409, a Status: the object has been modified
   *   <li>429, text and Retry-After: too many requests (priority-and-fairness.go)
   *   <li>500, a Status without a reason: etcd's request timed out
   *   <li>503, a Status and Retry-After: the API server is shutting down (waitgroup.go)
   * </ul>
   *
   * @param code one of them
   * @return this
   * @throws IllegalArgumentException when it is another
   */
  public OnCall answer(int code) {
    if (!Refusals.known(code)) {
      throw new IllegalArgumentException(
          "the answer is " + code + ": it has to be 403, 409, 429, 500 or 503");
    }
    return add("answer(" + code + ")", asked -> new Fate.Refused(Refusals.of(code, asked)));
  }

  /**
   * The call is neither handled nor answered: the client's own time-out ends it. With {@link
   * FakeKruise#client()} in virtual time that is the cluster's time.
   *
   * @return this
   */
  public OnCall timeOut() {
    return add("timeOut()", new Fate.NeverAnswered());
  }

  /**
   * The call is handled, then the connection breaks, and the answer is lost. A client that simply
   * asks again does so twice; fabric8 with the JDK's HTTP client does by itself.
   *
   * @return this
   */
  public OnCall loseAnswer() {
    return add("loseAnswer()", new Fate.AnswerLost());
  }

  /**
   * The call is handled later, whether or not its client still waits.
   *
   * <p>In virtual time somebody has to move the time. It moves by itself, as with {@link
   * TestClock#await}, for a call that a thread of the test's own makes; for one on the clock's
   * threads it does not.
   *
   * @param by how much, in the cluster's time
   * @return this
   * @throws IllegalArgumentException when it is not above zero
   */
  public OnCall delay(Duration by) {
    return add("delay(" + by + ")", new Fate.Delayed(Weather.aboveZero(by)));
  }

  /**
   * Something happens right before the call is handled: another client approves, or edits.
   *
   * @param what runs on a thread of the cluster's; it may make calls and wait for their answers.
   *     What it throws, the call fails with
   * @return this
   */
  public OnCall before(Runnable what) {
    return add("before(...)", new Fate.After(requireNonNull(what, "what")));
  }

  /**
   * Something happens right before the call is handled: another client approves, or edits.
   *
   * @param what as with {@link #before(Runnable)}; it gets a client for which the weather is fair
   * @return this
   */
  public OnCall before(Consumer<KubernetesClient> what) {
    requireNonNull(what, "what");
    return before(() -> what.accept(others.get()));
  }

  private OnCall add(String verb, Fate fate) {
    return add(verb, any -> fate);
  }

  private OnCall add(String verb, Function<Asked, Fate> fate) {
    said = faults.add("on(" + call + ")." + verb, call::matches, fate);
    return this;
  }

  /**
   * The fault that was said last happens more than once.
   *
   * @param count how often in all; 1 without this
   * @return this
   * @throws IllegalArgumentException when it is below 1
   * @throws IllegalStateException when none was said
   */
  public OnCall times(int count) {
    if (said == null) {
      throw new IllegalStateException("first say what is to happen, then how often");
    }
    faults.repeat(said, Weather.atLeastOne(count));
    return this;
  }
}

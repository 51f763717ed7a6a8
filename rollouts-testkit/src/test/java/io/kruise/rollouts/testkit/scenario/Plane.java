// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A control plane with a namespace of its own for one run of a scenario. */
public interface Plane extends AutoCloseable {
  /**
   * The namespace of the run.
   *
   * @return its name
   */
  String namespace();

  /**
   * Listens, from now on, to every write of these kinds in the namespace.
   *
   * @param kinds what to watch
   */
  void listen(List<ResourceKind> kinds);

  /**
   * Sends a request.
   *
   * @param call the request
   * @return the answer, a refusal too
   */
  Answer send(Call call);

  /**
   * All writes that were told of.
   *
   * @return in the order in which they came
   */
  List<Heard> heard();

  /**
   * Lets time pass until a condition holds. It is asked at least after each write that is told of.
   *
   * @param condition quick to ask
   * @param atMost how long
   * @return whether it holds
   */
  boolean await(BooleanSupplier condition, Duration atMost);

  /**
   * Lets time pass.
   *
   * @param time how long
   */
  void pass(Duration time);

  /** Takes the namespace away. */
  @Override
  void close();
}

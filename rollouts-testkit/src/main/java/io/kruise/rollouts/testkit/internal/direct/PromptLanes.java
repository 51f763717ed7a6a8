// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.kruise.rollouts.testkit.TestClock;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import java.util.concurrent.Executor;

/**
 * Everything happens as soon as it can.
 *
 * @param work runs requests and what clients do
 * @param clock the clients' time
 */
public record PromptLanes(Executor work, TestClock clock) implements Lanes {

  @Override
  public void request(ApiRequest request, Runnable arrival) {
    work.execute(arrival);
  }

  @Override
  public void event(Runnable arrival) {
    arrival.run();
  }
}

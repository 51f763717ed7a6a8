// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.direct;

import io.kruise.rollouts.testkit.TestClock;
import io.kruise.rollouts.testkit.internal.api.ApiRequest;
import java.util.concurrent.Executor;

/** When and where what is under way between a client and the server happens. Thread-safe. */
public interface Lanes {

  /**
   * A request is on its way.
   *
   * @param request which
   * @param arrival the server gets it, and its answer comes back
   */
  void request(ApiRequest request, Runnable arrival);

  /**
   * An event of a watch is on its way.
   *
   * @param arrival the client gets it; never before one that was told earlier
   */
  void event(Runnable arrival);

  /**
   * What a client does with what it got.
   *
   * @return runs it; never on the thread of who hands it over
   */
  Executor work();

  /**
   * The client's time.
   *
   * @return the clock
   */
  TestClock clock();
}

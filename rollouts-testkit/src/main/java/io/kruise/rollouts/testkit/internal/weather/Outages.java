// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.engine.Controller;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** When parts of Kruise Rollouts do not work. Thread-safe. */
public final class Outages {
  private final Outage manager;
  private final Outage rolloutController;

  /**
   * All works.
   *
   * @param clock the cluster's time
   */
  public Outages(Supplier<Instant> clock) {
    manager = new Outage("controllerDownFor", clock);
    rolloutController = new Outage("staleStatusFor", clock);
  }

  /**
   * The process with all controllers and webhooks in it.
   *
   * @return when it is down
   */
  public Outage manager() {
    return manager;
  }

  /**
   * The controller that writes the Rollouts' status.
   *
   * @return when it does nothing
   */
  public Outage rolloutController() {
    return rolloutController;
  }

  /**
   * Whether a controller is part of the manager's process.
   *
   * @param controller any, as the cluster runs it
   * @return whether it was made by {@link #managed} or {@link #managedRollouts}
   */
  public boolean isManaged(Controller controller) {
    return controller instanceof PostponedController;
  }

  /**
   * One of the manager's controllers.
   *
   * @param controller without faults
   * @return down with the manager
   */
  public Controller managed(Controller controller) {
    return new PostponedController(controller, List.of(manager));
  }

  /**
   * The Rollout controller.
   *
   * @param controller without faults
   * @return down with the manager, and by itself
   */
  public Controller managedRollouts(Controller controller) {
    return new PostponedController(controller, List.of(manager, rolloutController));
  }

  /**
   * The API server's calls of the manager's webhooks, before the webhooks themselves.
   *
   * @return refused with the manager down
   */
  public Admission webhookCalls() {
    return new UnreachableWebhooks(manager);
  }
}

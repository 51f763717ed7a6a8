// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import io.kruise.rollouts.testkit.internal.admission.Webhook;
import io.kruise.rollouts.testkit.internal.api.Admission;

/**
 * Refuses what Kruise Rollouts' webhooks would be asked about while they are not there: all of them
 * have the failurePolicy Fail.
 */
final class UnreachableWebhooks implements Admission {
  private final Outage outage;

  UnreachableWebhooks(Outage outage) {
    this.outage = outage;
  }

  @Override
  public void mutate(Request request) {
    Webhook.mutating(request).ifPresent(this::call);
  }

  @Override
  public void validate(Request request) {
    Webhook.validating(request).ifPresent(this::call);
  }

  private void call(Webhook webhook) {
    if (outage.meet().isPresent()) {
      throw Refusals.unreachable(webhook.webhookName(), webhook.path());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.testkit.internal.api.Admission;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * The validating webhook on Rollouts (pkg/webhook/rollout/validating). Its refusals have a code and
 * a message, but no reason and no causes; the fields stand in the message, spelled as in upstream's
 * code.
 */
public final class RolloutWebhook implements Admission {

  @Override
  public void validate(Request request) {
    if (!request.type().group().equals("rollouts.kruise.io")
        || !request.type().kind().equals("Rollout")
        || !request.subresource().isEmpty()
        || request.operation() == Operation.DELETE) {
      return;
    }
    Int32Fields.firstTooLarge(request.object())
        .ifPresent(
            text -> {
              throw denied(400, text);
            });
    refuse(RolloutRules.broken(request.object(), request.world()));
    @Nullable JsonNode before = request.before();
    if (request.operation() == Operation.UPDATE && before != null) {
      refuse(ImmutableRules.broken(before, request.object()));
    }
  }

  private static void refuse(Faults faults) {
    faults
        .text()
        .ifPresent(
            text -> {
              throw denied(422, text);
            });
  }

  private static ApiException denied(int code, String why) {
    return new ApiException(
        code, "", "admission webhook \"vrollout.kb.io\" denied the request: " + why);
  }
}

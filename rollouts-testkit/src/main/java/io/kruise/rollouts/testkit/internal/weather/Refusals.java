// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.weather;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.ApiAnswer;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import io.kruise.rollouts.testkit.internal.api.ApiServer;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.util.List;

/** What the real API server answers when it refuses for reasons of its own. */
public final class Refusals {
  private static final String STALE =
      "the object has been modified; please apply your changes to the latest version and try again";

  private Refusals() {}

  /**
   * Whether there is an answer with a code.
   *
   * @param code the HTTP code
   * @return true for 403, 409, 429, 500 and 503
   */
  public static boolean known(int code) {
    return code == 403 || code == 409 || code == 429 || code == 500 || code == 503;
  }

  /**
   * The answer to a request.
   *
   * @param code a {@linkplain #known known} one
   * @param asked what was asked for
   * @return the answer
   */
  public static ApiAnswer of(int code, Asked asked) {
    return switch (code) {
      case 403 -> forbidden(asked);
      case 409 ->
          ApiServer.refusal(
              ApiException.conflict(asked.group(), asked.resource(), asked.name(), STALE));
      case 429 -> tooMany();
      case 500 -> ApiServer.refusal(new ApiException(500, "", "etcdserver: request timed out"));
      case 503 -> shuttingDown();
      default -> throw new IllegalArgumentException("no answer with the code " + code);
    };
  }

  /** Source: apiserver, pkg/endpoints/handlers/responsewriters/errors.go, forbiddenMessage. */
  private static ApiAnswer forbidden(Asked asked) {
    String resource =
        asked.subresource().isEmpty()
            ? asked.resource()
            : asked.resource() + "/" + asked.subresource();
    String where =
        asked.namespace().isEmpty()
            ? "at the cluster scope"
            : "in the namespace \"" + asked.namespace() + "\"";
    ObjectNode details = Json.object();
    if (!asked.name().isEmpty()) {
      details.put("name", asked.name());
    }
    if (!asked.group().isEmpty()) {
      details.put("group", asked.group());
    }
    details.put("kind", asked.resource());
    return ApiServer.refusal(
        new ApiException(
            403,
            "Forbidden",
            (asked.group().isEmpty() ? asked.resource() : asked.resource() + "." + asked.group())
                + (asked.name().isEmpty() ? "" : " \"" + asked.name() + "\"")
                + " is forbidden: User \"system:serviceaccount:default:default\" cannot "
                + asked.verb()
                + " resource \""
                + resource
                + "\" in API group \""
                + asked.group()
                + "\" "
                + where,
            details));
  }

  /** Not a Status. Source: apiserver, pkg/server/filters/priority-and-fairness.go. */
  private static ApiAnswer tooMany() {
    return new ApiAnswer(
        429,
        "text/plain; charset=utf-8",
        "Too many requests, please try again later.\n",
        List.of(),
        1);
  }

  /** Source: apiserver, pkg/server/filters/waitgroup.go. */
  private static ApiAnswer shuttingDown() {
    ApiException refusal =
        new ApiException(503, "ServiceUnavailable", "apiserver is shutting down");
    return new ApiAnswer(503, "application/json", refusal.status() + "\n", List.of(), 1);
  }

  /**
   * A webhook that has to be asked does not answer. Source: apiserver,
   * pkg/admission/plugin/webhook/mutating/dispatcher.go and pkg/util/webhook/error.go.
   *
   * @param webhook its name
   * @param path where it is served
   * @return 500
   */
  static ApiException unreachable(String webhook, String path) {
    String why =
        "failed calling webhook \""
            + webhook
            + "\": failed to call webhook: Post"
            + " \"https://kruise-rollout-webhook-service.kruise-rollout.svc:443"
            + path
            + "?timeout=10s\": dial tcp 10.96.0.10:443: connect: connection refused";
    ObjectNode details = Json.object();
    details.putArray("causes").addObject().put("message", why);
    return new ApiException(500, "InternalError", "Internal error occurred: " + why, details);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.kruise.rollouts.model.RolloutLabels;
import io.kruise.rollouts.testkit.internal.api.Admission.Operation;
import io.kruise.rollouts.testkit.internal.api.Admission.Request;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Kruise Rollouts' webhooks as the API server knows them, in the order in which it calls them; each
 * is needed, by failurePolicy Fail. Source: config/webhook/manifests.yaml and patch_manifests.yaml.
 */
public enum Webhook {
  /** On CloneSets. */
  CLONE_SET("mcloneset.kb.io", "/mutate-apps-kruise-io-v1alpha1-cloneset"),
  /** On OpenKruise's DaemonSets. */
  DAEMON_SET("mdaemonset.kb.io", "/mutate-apps-kruise-io-v1alpha1-daemonset"),
  /** On Deployments. */
  DEPLOYMENT("mdeployment.kb.io", "/mutate-apps-v1-deployment"),
  /** On whatever has the label workload-type, when it is made as well. */
  UNIFIED_WORKLOAD("munifiedworload.kb.io", "/mutate-unified-workload"),
  /** On Rollouts. */
  ROLLOUT("vrollout.kb.io", "/validate-rollouts-kruise-io-rollout");

  private static final String KRUISE_APPS = "apps.kruise.io";
  private static final Predicate<JsonNode> LABELLED =
      object -> Meta.of(object).path("labels").has(RolloutLabels.WORKLOAD_TYPE);

  private final String webhookName;
  private final String path;

  Webhook(String webhookName, String path) {
    this.webhookName = webhookName;
    this.path = path;
  }

  /**
   * Its name, misspelled as upstream's is.
   *
   * @return such as "mdeployment.kb.io"
   */
  public String webhookName() {
    return webhookName;
  }

  /**
   * Where it is served.
   *
   * @return the path of the URL
   */
  public String path() {
    return path;
  }

  /**
   * The first that is asked before a write is stored, and may change it.
   *
   * @param request the write
   * @return empty when none is
   */
  public static Optional<Webhook> mutating(Request request) {
    return Arrays.stream(values())
        .filter(webhook -> webhook != ROLLOUT && webhook.concerns(request))
        .findFirst();
  }

  /**
   * The one that is asked whether a write may be stored.
   *
   * @param request the write
   * @return empty when none is
   */
  public static Optional<Webhook> validating(Request request) {
    return Optional.of(ROLLOUT).filter(webhook -> webhook.concerns(request));
  }

  private boolean concerns(Request request) {
    if (!request.subresource().isEmpty() || request.operation() == Operation.DELETE) {
      return false;
    }
    boolean update = request.operation() == Operation.UPDATE;
    return switch (this) {
      case CLONE_SET -> update && of(request, KRUISE_APPS, "CloneSet") && either(request, LABELLED);
      case DAEMON_SET ->
          update && of(request, KRUISE_APPS, "DaemonSet") && either(request, LABELLED);
      case DEPLOYMENT ->
          update
              && of(request, "apps", "Deployment")
              && either(request, LABELLED.and(Webhook::notOfControlPlane));
      case UNIFIED_WORKLOAD -> either(request, LABELLED);
      case ROLLOUT -> of(request, "rollouts.kruise.io", "Rollout");
    };
  }

  private static boolean notOfControlPlane(JsonNode object) {
    return !Meta.label(object, "control-plane").equals("controller-manager");
  }

  private static boolean of(Request request, String group, String kind) {
    return request.type().group().equals(group) && request.type().kind().equals(kind);
  }

  /** A selector is for the new object or the old one. */
  private static boolean either(Request request, Predicate<JsonNode> selector) {
    JsonNode before = request.before();
    return selector.test(request.object()) || (before != null && selector.test(before));
  }
}

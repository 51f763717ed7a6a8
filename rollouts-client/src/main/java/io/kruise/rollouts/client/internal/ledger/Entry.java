// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal.ledger;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What is written down.
 *
 * @param annotation the annotation's key, without its prefix
 * @param signature who, and why
 * @param rolloutId of which release
 * @param type of the Event: "Normal" or "Warning"
 * @param reason of the Event, in one word
 * @param message of the Event, before the signature
 * @param at when
 */
public record Entry(
    String annotation,
    Signature signature,
    String rolloutId,
    String type,
    String reason,
    String message,
    Instant at) {
  private static final String COMPONENT = "kruise-rollouts-java";

  /** Kubernetes' times have no fractions. */
  public Entry {
    at = at.truncatedTo(ChronoUnit.SECONDS);
  }

  String key() {
    return COMPONENT + "/" + annotation;
  }

  String text() {
    return signature + " (" + at + ", release " + rolloutId + ")";
  }

  Event event(RolloutRef ref, String uid) {
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(ref.name() + ".")
        .withNamespace(ref.namespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion("rollouts.kruise.io/v1beta1")
        .withKind("Rollout")
        .withNamespace(ref.namespace())
        .withName(ref.name())
        .withUid(uid)
        .endInvolvedObject()
        .withType(type)
        .withReason(reason)
        .withMessage(message + " by " + signature)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .withFirstTimestamp(at.toString())
        .withLastTimestamp(at.toString())
        .withCount(1)
        .build();
  }
}

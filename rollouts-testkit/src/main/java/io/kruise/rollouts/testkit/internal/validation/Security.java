// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import java.util.List;

/**
 * As whom processes run. (core/validation, validatePodSpecSecurityContext and
 * ValidateSecurityContext)
 */
final class Security {
  private static final List<String> PROFILES = List.of("Localhost", "RuntimeDefault", "Unconfined");

  private Security() {}

  /** A pod's securityContext. */
  static void ofPod(Part context) {
    id(context.at("fsGroup"));
    id(context.at("runAsUser"));
    id(context.at("runAsGroup"));
    context.each("supplementalGroups").forEach(Security::id);
    context.at("fsGroupChangePolicy").oneOf(List.of("Always", "OnRootMismatch"));
    profile(context.at("seccompProfile"));
  }

  /** A container's securityContext. */
  static void ofContainer(Part context) {
    id(context.at("runAsUser"));
    id(context.at("runAsGroup"));
    context.at("procMount").oneOf(List.of("Default", "Unmasked"));
    profile(context.at("seccompProfile"));
  }

  private static void id(Part id) {
    if (id.number() < 0 || id.number() > Integer.MAX_VALUE) {
      id.invalid(Forms.between(0, Integer.MAX_VALUE));
    }
  }

  private static void profile(Part profile) {
    if (!profile.present()) {
      return;
    }
    Part type = profile.at("type");
    Part local = profile.at("localhostProfile");
    if (type.text().isEmpty()) {
      type.required("type is required when seccompProfile is set");
    } else {
      type.oneOf(PROFILES);
    }
    boolean wanted = type.text().equals("Localhost");
    if (wanted && !local.present()) {
      local.required("must be set when seccomp type is Localhost");
    } else if (!wanted && local.present()) {
      // upstream shows an address here
      local.invalidGo("core.SeccompProfile{…}", "can only be set when seccomp type is Localhost");
    }
  }
}

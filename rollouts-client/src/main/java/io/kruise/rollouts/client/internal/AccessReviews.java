// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.internal;

import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.release.Permission;
import io.kruise.rollouts.client.rights.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the API server what its user may do in a namespace. Blocks; thread-safe. */
final class AccessReviews {
  private final KubernetesClient kubernetes;
  private final String namespace;

  AccessReviews(KubernetesClient kubernetes, String namespace) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
  }

  List<Permission> missing(Rights rights) {
    List<Permission> missing = new ArrayList<>();
    for (PolicyRule rule : rights.rules()) {
      String group = rule.getApiGroups().get(0);
      String resource = rule.getResources().get(0);
      for (String verb : rule.getVerbs()) {
        if (!allowed(group, resource, verb)) {
          missing.add(new Permission("", verb, group, resource, Optional.of(namespace)));
        }
      }
    }
    return missing.isEmpty() ? List.of() : of(user(), missing);
  }

  private static List<Permission> of(String user, List<Permission> missing) {
    return missing.stream()
        .map(
            each ->
                new Permission(
                    user, each.verb(), each.apiGroup(), each.resource(), each.namespace()))
        .toList();
  }

  private boolean allowed(String group, String resource, String verb) {
    int slash = resource.indexOf('/');
    SelfSubjectAccessReview review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withGroup(group)
            .withResource(slash < 0 ? resource : resource.substring(0, slash))
            .withSubresource(slash < 0 ? "" : resource.substring(slash + 1))
            .withVerb(verb)
            .endResourceAttributes()
            .endSpec()
            .build();
    return Boolean.TRUE.equals(
        kubernetes
            .authorization()
            .v1()
            .selfSubjectAccessReview()
            .create(review)
            .getStatus()
            .getAllowed());
  }

  private String user() {
    return kubernetes
        .resource(new SelfSubjectReview())
        .create()
        .getStatus()
        .getUserInfo()
        .getUsername();
  }
}

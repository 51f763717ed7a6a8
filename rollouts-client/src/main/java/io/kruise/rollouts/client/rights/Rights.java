// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.rights;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The least rights for certain uses, in a namespace. Immutable; the methods return copies.
 *
 * <pre>{@code
 * Role role = Rights.to(Use.RELEASE, Use.APPROVE, Use.ROLL_BACK).role("paas", "releaser");
 * List<Permission> missing = rollouts.inNamespace("paas").missing(Rights.to(Use.APPROVE));
 * }</pre>
 */
public final class Rights {
  private static final String ROLLOUTS = "rollouts.kruise.io";
  private static final String APPS = "apps";

  private final Set<Use> uses;
  private final String workloadGroup;
  private final String workloads;

  private Rights(Set<Use> uses, String workloadGroup, String workloads) {
    this.uses = uses;
    this.workloadGroup = workloadGroup;
    this.workloads = workloads;
  }

  /**
   * The rights for some uses, on Rollouts of Deployments.
   *
   * @param uses what is done; to observe is always among it
   * @return the rights
   */
  public static Rights to(Use... uses) {
    EnumSet<Use> all = EnumSet.of(Use.OBSERVE, uses);
    return new Rights(all, APPS, "deployments");
  }

  /**
   * The same on Rollouts of another kind of workloads.
   *
   * @param apiGroup its group, such as "apps.kruise.io"
   * @param plural its plural, such as "clonesets"
   * @return a copy
   */
  public Rights forWorkloads(String apiGroup, String plural) {
    return new Rights(uses, requireNonNull(apiGroup, "apiGroup"), requireNonNull(plural, "plural"));
  }

  /**
   * The rules of a Role with these rights.
   *
   * @return a rule for each resource, sorted
   */
  public List<PolicyRule> rules() {
    return verbs().entrySet().stream()
        .map(
            entry ->
                new PolicyRuleBuilder()
                    .withApiGroups(entry.getKey().group())
                    .withResources(entry.getKey().resource())
                    .withVerbs(List.copyOf(entry.getValue()))
                    .build())
        .toList();
  }

  /**
   * A Role with these rights, to be bound to a service account.
   *
   * @param namespace where
   * @param name its name
   * @return the Role
   */
  public Role role(String namespace, String name) {
    return new RoleBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withRules(rules())
        .build();
  }

  private record Resource(String group, String resource) implements Comparable<Resource> {
    @Override
    public int compareTo(Resource other) {
      int byGroup = group.compareTo(other.group);
      return byGroup == 0 ? resource.compareTo(other.resource) : byGroup;
    }
  }

  private Map<Resource, Set<String>> verbs() {
    Map<Resource, Set<String>> verbs = new TreeMap<>();
    for (Use use : uses) {
      switch (use) {
        case OBSERVE -> {
          add(verbs, ROLLOUTS, "rollouts", "get", "list", "watch");
          add(verbs, workloadGroup, workloads, "get");
        }
        case APPROVE -> add(verbs, ROLLOUTS, "rollouts/status", "patch");
        case HOLD -> {
          add(verbs, ROLLOUTS, "rollouts", "patch");
          add(verbs, workloadGroup, workloads, "patch"); // one that was left paused
        }
        case SIGN -> {
          add(verbs, ROLLOUTS, "rollouts", "patch");
          add(verbs, "", "events", "create");
        }
        case RELEASE -> add(verbs, workloadGroup, workloads, "patch");
        case ROLL_BACK -> {
          add(verbs, workloadGroup, workloads, "patch");
          add(verbs, ROLLOUTS, "rollouts", "patch"); // a held one is resumed
          add(verbs, ROLLOUTS, "rollouts/status", "patch"); // one that is walked is approved
          revisions(verbs);
        }
        case DELETE -> {
          add(verbs, ROLLOUTS, "rollouts", "delete");
          add(verbs, workloadGroup, workloads, "patch"); // one that was left paused
        }
        case EXPLAIN -> {
          add(verbs, ROLLOUTS, "batchreleases", "get");
          add(verbs, "", "pods", "list");
          add(verbs, "", "events", "list");
          add(verbs, "", "services", "get");
          add(verbs, "networking.k8s.io", "ingresses", "get");
          revisions(verbs);
          if (isDeployments()) {
            add(verbs, APPS, "deployments", "list"); // a canary release has a second one
          }
        }
      }
    }
    return verbs;
  }

  private void revisions(Map<Resource, Set<String>> verbs) {
    add(verbs, APPS, isDeployments() ? "replicasets" : "controllerrevisions", "list");
  }

  private boolean isDeployments() {
    return workloadGroup.equals(APPS) && workloads.equals("deployments");
  }

  private static void add(
      Map<Resource, Set<String>> all, String group, String resource, String... verbs) {
    all.computeIfAbsent(new Resource(group, resource), any -> new TreeSet<>())
        .addAll(List.of(verbs));
  }

  @Override
  public String toString() {
    return "rights to " + uses + " on " + workloads;
  }
}

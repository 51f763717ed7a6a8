// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.release.Permission;
import io.kruise.rollouts.client.rights.Rights;
import java.util.List;

/** The Rollouts of one namespace. Immutable, thread-safe. */
public interface NamespacedRollouts {

  /**
   * Chooses a Rollout. Nothing is read: it need not exist.
   *
   * @param name its name
   * @return the verbs on it
   * @throws IllegalArgumentException when it is blank
   */
  RolloutOps withName(String name);

  /**
   * Reads all Rollouts of the namespace.
   *
   * @return a view of each
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server refuses or
   *     can't be reached
   */
  List<RolloutView> list();

  /**
   * Asks the API server which rights the client has not got here, before something fails for want
   * of them. It needs no right itself; it takes a request for each right.
   *
   * @param rights what is to be done
   * @return what is missing; empty when all is there
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server refuses or
   *     can't be reached
   */
  List<Permission> missing(Rights rights);
}

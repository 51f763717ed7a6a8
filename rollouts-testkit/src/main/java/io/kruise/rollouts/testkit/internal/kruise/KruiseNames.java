// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.kruise;

/** Names that OpenKruise gives to its kinds, and to what it writes on pods (apis/apps). */
public final class KruiseNames {
  /** The API group of its workloads. */
  public static final String GROUP = "apps.kruise.io";

  /** Pods without an identity. */
  public static final String CLONE_SET = "CloneSet";

  /** Pods with an ordinal; the kind is called as in group apps. */
  public static final String STATEFUL_SET = "StatefulSet";

  /** A pod on each node; the kind is called as in group apps. */
  public static final String DAEMON_SET = "DaemonSet";

  /** Kubernetes' own group of workloads, which also holds ControllerRevisions. */
  static final String APPS = "apps";

  static final String CONTROLLER_REVISION = "ControllerRevision";

  /** The label with a pod's revision. */
  static final String REVISION = "controller-revision-hash";

  /** The label with the hash of a ControllerRevision, as Kubernetes' history package writes it. */
  static final String REVISION_HASH = "controller.kubernetes.io/hash";

  /** The label of a pod that is to be deleted next, apis/apps/v1alpha1 SpecifiedDeleteKey. */
  static final String SPECIFIED_DELETE = "apps.kruise.io/specified-delete";

  /** The label with the end of a CloneSet pod's name, apis/apps/v1alpha1 CloneSetInstanceID. */
  static final String INSTANCE_ID = "apps.kruise.io/cloneset-instance-id";

  /** The label with a pod's LifecycleState, apis/apps/pub LifecycleStateKey. */
  static final String LIFECYCLE_STATE = "lifecycle.apps.kruise.io/state";

  /** The annotation with the time of that state, apis/apps/pub LifecycleTimestampKey. */
  static final String LIFECYCLE_TIMESTAMP = "lifecycle.apps.kruise.io/timestamp";

  /** The readiness gate that an update in place closes, apis/apps/pub InPlaceUpdateReady. */
  static final String IN_PLACE_UPDATE_READY = "InPlaceUpdateReady";

  /**
   * The readiness gate of all pods of these workloads, apis/apps/pub KruisePodReadyConditionType.
   */
  static final String KRUISE_POD_READY = "KruisePodReady";

  private KruiseNames() {}
}

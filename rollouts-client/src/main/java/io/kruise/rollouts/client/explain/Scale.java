// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

/** How many pods a step of the plan means. */
final class Scale {
  private Scale() {}

  /**
   * A percentage is rounded up; of a Deployment that is rolled in itself, any but "100%" leaves one
   * pod old. deployment/util/deployment_util.go, batchrelease/control/util.go.
   *
   * @param replicas a count or a percentage, as written
   * @param total the workload's pods
   * @param capped whether one pod stays old
   * @return 0 where it is neither
   */
  static int of(String replicas, int total, boolean capped) {
    try {
      if (!replicas.endsWith("%")) {
        return Math.min(Integer.parseInt(replicas), total);
      }
      int percent = Integer.parseInt(replicas.substring(0, replicas.length() - 1).strip());
      int pods = (int) Math.min(total, (percent * (long) total + 99) / 100);
      return capped && percent != 100 && total > 1 ? Math.min(pods, total - 1) : pods;
    } catch (NumberFormatException e) { // the webhook lets nothing else in
      return 0;
    }
  }
}

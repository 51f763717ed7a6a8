// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a fake cluster of its own, which is closed after it. On a class it is for all
 * tests of the class and of those nested in it; on a method it comes before the class's.
 *
 * <p>Parameters of tests, {@code @BeforeEach} and {@code @AfterEach} methods may be of the types
 * FakeKruise, KubernetesClient, RolloutsClient (on the cluster's time), WaitClock, KruiseClock and
 * TestClock, and RolloutOps: the guide's Rollout, or the one that {@link ForRollout} names.
 *
 * <p>When a test fails, the {@linkplain io.kruise.rollouts.testkit.FakeKruise#history history} of
 * its cluster is attached to the failure as a suppressed exception, and published as the report
 * entry {@link KruiseExtension#HISTORY}.
 *
 * @see KruiseExtension for other clusters
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(KruiseExtension.class)
public @interface KruiseTest {

  /**
   * Whether the test owns the time; by default it does.
   *
   * @return false for time that passes by itself
   */
  boolean virtualTime() default true;

  /**
   * How fast the time passes when it isn't virtual.
   *
   * @return seconds of the cluster in a second, 1 by default
   */
  double speed() default 1;

  /**
   * Whether the objects of the guide are there and settled in the namespace "default": Deployment
   * "workload-demo" with ten pods, and Rollout "rollouts-demo" with the steps 1, 50% and 100%. By
   * default they are.
   *
   * @return false for a cluster without workloads
   */
  boolean guide() default true;
}

// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which Rollout a parameter of the type RolloutOps is for. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ForRollout {

  /**
   * Its name.
   *
   * @return the name; it need not exist yet
   */
  String value();

  /**
   * Its namespace.
   *
   * @return "default" unless said otherwise
   */
  String namespace() default "default";
}

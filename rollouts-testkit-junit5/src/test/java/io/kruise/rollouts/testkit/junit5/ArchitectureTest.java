// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("the architecture of the test kit for JUnit 5")
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(KruiseTest.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  @DisplayName("client and test kit are known by what is public of them")
  void nothingInternal() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.kruise.rollouts.client.internal..", "io.kruise..testkit.internal..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("what asserts doesn't share the client's judgement")
  void assertionsJudgeThemselves() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Assert")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.kruise.rollouts.client..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("of JUnit only the API is known, and only by the extension")
  void junit() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("KruiseExtension")
        .and()
        .doNotHaveSimpleName("KruiseTest")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.opentest4j..")
        .check(CLASSES);
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("org.junit.jupiter.engine..", "org.junit.platform.launcher..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("time comes from the cluster, and nothing runs by itself")
  void noTimeOfItsOwn() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }
}

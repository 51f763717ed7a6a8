// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.contract;

/**
 * One question to an API server.
 *
 * @param name what is asked, unique
 * @param question asks it
 */
public record Check(String name, Question question) {

  /** Asks a server. */
  @FunctionalInterface
  public interface Question {
    /**
     * Asks.
     *
     * @param server whom
     * @return what it says, as a text without what differs from run to run
     * @throws Exception when it doesn't answer
     */
    String ask(Server server) throws Exception;
  }
}

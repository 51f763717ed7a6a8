// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.support;

import java.util.concurrent.CompletableFuture;

/** What {@link ScriptedApiServer} does with a request instead of, or before, serving it. */
public sealed interface Fault {

  /** A Status with this code. */
  record Answer(int code) implements Fault {}

  /** A page of a proxy, not of the API server. */
  record Page(int code) implements Fault {}

  /** The connection is cut: before anything was done, or after it and before the answer. */
  record Cut(boolean afterwards) implements Fault {}

  /** No answer ever. */
  record Hang() implements Fault {}

  /** Somebody is a little faster; then the request is served. */
  record First(Runnable other) implements Fault {}

  /** The request is served when the test says so. */
  record Hold(CompletableFuture<Runnable> arrived) implements Fault {
    /** Waits for the request. */
    public void awaitArrival() {
      Eventually.value(arrived);
    }

    /** Serves the request, once it is there. */
    public void release() {
      Eventually.value(arrived).run();
    }
  }

  /** A watch that is opened and tells nothing. */
  record Mute() implements Fault {}

  /** A watch that is opened, tells this line, and ends; without a line it just ends. */
  record Line(String text) implements Fault {}

  static Fault answer(int code) {
    return new Answer(code);
  }

  static Fault page(int code) {
    return new Page(code);
  }

  static Fault cutBefore() {
    return new Cut(false);
  }

  static Fault cutAfter() {
    return new Cut(true);
  }

  static Fault hang() {
    return new Hang();
  }

  static Fault first(Runnable other) {
    return new First(other);
  }

  static Hold hold() {
    return new Hold(new CompletableFuture<>());
  }

  static Fault mute() {
    return new Mute();
  }

  static Fault end() {
    return new Line("");
  }

  static Fault line(String text) {
    return new Line(text + "\n");
  }

  /** The version that the watch was to begin with is forgotten. */
  static Fault expired() {
    return line(
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
            + "\"status\":\"Failure\",\"message\":\"too old resource version: 1 (100)\","
            + "\"reason\":\"Expired\",\"code\":410}}");
  }
}

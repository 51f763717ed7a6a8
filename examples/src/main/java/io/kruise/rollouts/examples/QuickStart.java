// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command line around {@link GuideRelease}. */
public final class QuickStart {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int INTERRUPTED = 130;

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final Console.Look look;
  private final Interruption interruption;

  QuickStart(
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Console.Look look,
      Interruption interruption) {
    this.out = out;
    this.err = err;
    this.environment = environment;
    this.look = look;
    this.interruption = interruption;
  }

  /**
   * Runs, and ends the program with the exit code that the help tells.
   *
   * @param args see the help
   */
  public static void main(String[] args) {
    // failures are told in sentences; -D with another level brings the log back
    String level = "org.slf4j.simpleLogger.defaultLogLevel";
    System.setProperty(level, System.getProperty(level, "off"));

    Map<String, String> environment = System.getenv();
    Charset charset = Charset.forName(System.getProperty("native.encoding", "US-ASCII"));
    boolean terminal = Boolean.getBoolean("quickstart.terminal"); // the script knows
    Interruption interruption = Interruption.ofCurrentThread();
    int code =
        new QuickStart(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                environment,
                look(environment, terminal, charset),
                interruption)
            .run(List.of(args));
    interruption.over();
    System.exit(code);
  }

  static Console.Look look(Map<String, String> environment, boolean terminal, Charset charset) {
    boolean wanted =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.getOrDefault("TERM", ""));
    return new Console.Look(terminal && wanted, charset.newEncoder().canEncode('\u25cf'));
  }

  int run(List<String> args) {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      return fail(WRONG_USAGE, String.valueOf(e.getMessage()));
    }
    if (options.help()) {
      out.print(Options.HELP);
      return OK;
    }
    String server = "?";
    try (Target target = Target.open(options.kubeconfig(), environment)) {
      server = target.client().getMasterUrl().toString();
      release(target, options);
      return OK;
    } catch (RuntimeException e) {
      if (interruption.asked()) {
        return fail(INTERRUPTED, interrupted(e, options));
      }
      return fail(FAILED, new Failures(server, options.namespace()).sentence(e));
    }
  }

  /** The clean-up may have failed after the release did, or been what was interrupted. */
  static String interrupted(RuntimeException failure, Options options) {
    boolean left =
        options.keep()
            || Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                .anyMatch(Stage.CleanUpException.class::isInstance);
    return "interrupted before the release was over: "
        + (left
            ? "what was created in namespace " + options.namespace() + " is still there"
            : "what was created is removed");
  }

  private void release(Target target, Options options) {
    KubernetesClient kubernetes = target.client();
    long begun = System.nanoTime();
    Console console = new Console(out, look, () -> Duration.ofNanos(System.nanoTime() - begun));
    console.title(target.name(), options.namespace());
    try (Stage stage = new Stage(kubernetes, options.namespace(), options.keep(), console)) {
      stage.prepare();
      new GuideRelease(kubernetes, options.namespace(), console).run();
    }
    console.done();
  }

  private int fail(int code, String sentence) {
    err.println("quickstart: " + sentence);
    return code;
  }
}

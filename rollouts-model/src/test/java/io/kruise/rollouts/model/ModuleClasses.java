// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of the main sources. */
final class ModuleClasses {

  private ModuleClasses() {}

  static List<Path> files() {
    try (Stream<Path> files = Files.walk(root())) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The enumerations among them that may be extended. */
  static List<OpenEnum[]> openEnums() {
    return files().stream()
        .map(ModuleClasses::load)
        .filter(type -> type.isEnum() && OpenEnum.class.isAssignableFrom(type))
        .map(type -> (OpenEnum[]) type.getEnumConstants())
        .toList();
  }

  private static Class<?> load(Path file) {
    String name = root().relativize(file).toString();
    try {
      return Class.forName(name.replace(".class", "").replace('/', '.').replace('\\', '.'));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path root() {
    try {
      return Path.of(OpenEnum.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

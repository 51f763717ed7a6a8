// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lombok's getters get the text of their field, so it is the fields that must have one. */
@DisplayName("The sources of the model")
class DocumentationTest {

  @DisplayName("say what each type, field, constant and method is")
  @Test
  void haveTexts() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> silent = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      List<Path> java = sources.filter(file -> file.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(java));
      DocTrees texts = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new SilentFinder(texts, silent).scan(unit, null);
      }
    }

    assertThat(silent).isEmpty();
  }

  /** Finds what has no text. */
  private static final class SilentFinder extends TreePathScanner<Void, Void> {

    private final DocTrees texts;
    private final List<String> silent;

    SilentFinder(DocTrees texts, List<String> silent) {
      this.texts = texts;
      this.silent = silent;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      check(type.getSimpleName());
      return super.visitClass(type, null);
    }

    @Override
    public Void visitVariable(VariableTree variable, Void unused) {
      boolean isField = getCurrentPath().getParentPath().getLeaf() instanceof ClassTree;
      if (isField && !isOfNoInterest(variable)) {
        check(variable.getName());
      }
      return super.visitVariable(variable, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      ModifiersTree modifiers = method.getModifiers();
      boolean isOverride =
          modifiers.getAnnotations().stream()
              .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
      if (modifiers.getFlags().contains(Modifier.PUBLIC) && !isOverride) {
        check(method.getName());
      }
      return super.visitMethod(method, null);
    }

    /** Private finals are not fields of the API: the value of a constant, a serial version. */
    private static boolean isOfNoInterest(VariableTree variable) {
      return variable.getModifiers().getFlags().contains(Modifier.FINAL)
          && variable.getModifiers().getFlags().contains(Modifier.PRIVATE);
    }

    private void check(Object name) {
      if (texts.getDocComment(getCurrentPath()) == null) {
        silent.add(getCurrentPath().getCompilationUnit().getSourceFile().getName() + ": " + name);
      }
    }
  }
}

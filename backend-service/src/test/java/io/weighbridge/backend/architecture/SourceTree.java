package io.weighbridge.backend.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.lang.model.type.TypeKind;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// All sources of the project, read as the compiler reads them.
final class SourceTree {
    private SourceTree() {}

    /// A source file.
    record Source(Path path, String text) {
        boolean isMain() {
            return path.toString().replace('\\', '/').contains("/src/main/java/");
        }

        String name() {
            return path.getFileName().toString();
        }

        List<String> lines() {
            return text.lines().toList();
        }
    }

    /// A method or constructor with a body.
    record Method(String name, long lines) {}

    /// The folder of the whole project: the nearest one above that holds all modules.
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("shared-model"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("not inside the project");
            }
            folder = parent;
        }
        return folder;
    }

    /// Every Java file of every module, generated ones left out.
    static List<Source> all() throws IOException {
        List<Source> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root())) {
            for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
                Path folder = module.resolve("src");
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        for (Path file :
                                files.filter(f -> f.toString().endsWith(".java")).toList()) {
                            sources.add(new Source(file, Files.readString(file)));
                        }
                    }
                }
            }
        }
        return sources;
    }

    /// The methods of a file with their lengths, from the first modifier to the closing brace.
    static List<Method> methods(Source source) {
        List<Method> methods = new ArrayList<>();
        parse(
                source,
                (unit, positions) ->
                        new TreePathScanner<@Nullable Void, @Nullable Void>() {
                            @Override
                            public @Nullable Void visitMethod(
                                    MethodTree method, @Nullable Void nothing) {
                                long start = positions.getStartPosition(unit, method);
                                long end = positions.getEndPosition(unit, method);
                                if (method.getBody() != null && end > start) {
                                    var lines = unit.getLineMap();
                                    methods.add(
                                            new Method(
                                                    method.getName().toString(),
                                                    lines.getLineNumber(end)
                                                            - lines.getLineNumber(start)
                                                            + 1));
                                }
                                return super.visitMethod(method, null);
                            }
                        });
        return methods;
    }

    /// Whether a file declares or converts to `float` or `double`.
    static boolean hasFloatingPoint(Source source) {
        List<TypeKind> found = new ArrayList<>();
        parse(
                source,
                (unit, positions) ->
                        new TreePathScanner<@Nullable Void, @Nullable Void>() {
                            @Override
                            public @Nullable Void visitPrimitiveType(
                                    PrimitiveTypeTree type, @Nullable Void nothing) {
                                TypeKind kind = type.getPrimitiveTypeKind();
                                if (kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE) {
                                    found.add(kind);
                                }
                                return super.visitPrimitiveType(type, null);
                            }

                            @Override
                            public @Nullable Void visitIdentifier(
                                    com.sun.source.tree.IdentifierTree name,
                                    @Nullable Void nothing) {
                                if (name.getName().contentEquals("Double")
                                        || name.getName().contentEquals("Float")) {
                                    found.add(TypeKind.DOUBLE);
                                }
                                return super.visitIdentifier(name, null);
                            }

                            @Override
                            public @Nullable Void visitLiteral(
                                    com.sun.source.tree.LiteralTree literal,
                                    @Nullable Void nothing) {
                                if (literal.getValue() instanceof Double
                                        || literal.getValue() instanceof Float) {
                                    found.add(TypeKind.DOUBLE);
                                }
                                return super.visitLiteral(literal, null);
                            }
                        });
        return !found.isEmpty();
    }

    @FunctionalInterface
    private interface ScannerOf {
        TreePathScanner<@Nullable Void, @Nullable Void> of(
                CompilationUnitTree unit, SourcePositions positions);
    }

    private static void parse(Source source, ScannerOf scannerOf) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + source.name()),
                        javax.tools.JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source.text();
                    }
                };
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                null, null, null, List.of("-proc:none"), null, List.of(file));
        try {
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                scannerOf.of(unit, positions).scan(unit, null);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package io.weighbridge.backend.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import javax.lang.model.type.TypeKind;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// All sources of the project, read as the compiler reads them.
final class SourceTree {
    private static final int AT_ONCE = 200;

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

    /// What the compiler sees in a file.
    ///
    /// @param methods with their lengths, from the first modifier to the closing brace
    /// @param hasFloatingPoint whether it declares or converts to `float` or `double`
    record Facts(List<Method> methods, boolean hasFloatingPoint) {}

    /// The facts of one file.
    static Facts facts(Source source) {
        return Objects.requireNonNull(facts(List.of(source)).get(source));
    }

    /// The facts of each file. A compiler is slow to make: it takes many files at once.
    static Map<Source, Facts> facts(List<Source> sources) {
        Map<Source, Facts> facts = new HashMap<>();
        for (int from = 0; from < sources.size(); from += AT_ONCE) {
            parse(sources.subList(from, Math.min(sources.size(), from + AT_ONCE)), facts);
        }
        return facts;
    }

    private static void parse(List<Source> sources, Map<Source, Facts> facts) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<URI, Source> byAddress = new HashMap<>();
        sources.forEach(source -> byAddress.put(address(source), source));
        List<SourceFile> files = sources.stream().map(SourceFile::new).toList();
        JavacTask task =
                (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
        try {
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Reader reader = new Reader(unit, positions);
                reader.scan(unit, null);
                facts.put(
                        Objects.requireNonNull(byAddress.get(unit.getSourceFile().toUri())),
                        new Facts(reader.methods, reader.hasFloatingPoint));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI address(Source source) {
        return source.path().toAbsolutePath().toUri();
    }

    private static final class SourceFile extends SimpleJavaFileObject {
        private final Source source;

        SourceFile(Source source) {
            super(address(source), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }
    }

    private static final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Method> methods = new ArrayList<>();
        private boolean hasFloatingPoint;

        Reader(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            long start = positions.getStartPosition(unit, method);
            long end = positions.getEndPosition(unit, method);
            if (method.getBody() != null && end > start) {
                LineMap lines = unit.getLineMap();
                long count = lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
                methods.add(new Method(method.getName().toString(), count));
            }
            return super.visitMethod(method, null);
        }

        @Override
        public @Nullable Void visitPrimitiveType(PrimitiveTypeTree type, @Nullable Void nothing) {
            TypeKind kind = type.getPrimitiveTypeKind();
            hasFloatingPoint |= kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE;
            return super.visitPrimitiveType(type, null);
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void nothing) {
            hasFloatingPoint |=
                    name.getName().contentEquals("Double") || name.getName().contentEquals("Float");
            return super.visitIdentifier(name, null);
        }

        @Override
        public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void nothing) {
            hasFloatingPoint |=
                    literal.getValue() instanceof Double || literal.getValue() instanceof Float;
            return super.visitLiteral(literal, null);
        }
    }
}

package io.weighbridge.backend.testkit.program;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

import java.util.Set;
import java.util.TreeSet;

/// Lets a test run where its programs are, and remembers which are not.
final class ProgramCondition implements ExecutionCondition {
    private static final ExtensionContext.Namespace OURS =
            ExtensionContext.Namespace.create(ProgramCondition.class);

    // Nobody is asked to have Go for the sake of one test, or to build a proxy.
    private static final Set<String> OPTIONAL =
            Set.of(Program.STRIPE_MOCK.command(), Program.TRAEFIK.command());

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Set<String> absent = new TreeSet<>();
        context.getElement()
                .flatMap(e -> AnnotationSupport.findAnnotation(e, NeedsProgram.class))
                .ifPresent(
                        needs -> {
                            for (Program program : needs.value()) {
                                if (program.find().isEmpty()) {
                                    absent.add(program.command());
                                }
                            }
                        });
        if (absent.isEmpty()) {
            return ConditionEvaluationResult.enabled("its programs are there");
        }
        if ("required".equals(System.getenv("WEIGHBRIDGE_PROGRAMS"))
                && !OPTIONAL.containsAll(absent)) {
            throw new IllegalStateException(
                    absent + " absent, and WEIGHBRIDGE_PROGRAMS says that they are required");
        }
        context.getRoot()
                .getStore(OURS)
                .computeIfAbsent(Absent.class, _ -> new Absent(), Absent.class)
                .add(absent);
        return ConditionEvaluationResult.disabled("absent: " + absent);
    }

    /// What was missed in this run; its monitor guards it. Closed by JUnit at the end.
    private static final class Absent implements AutoCloseable {
        private final Set<String> all = new TreeSet<>();

        synchronized void add(Set<String> absent) {
            all.addAll(absent);
        }

        @Override
        public synchronized void close() {
            System.err.println(
                    "[WARNING] NOT TESTED, because absent (.ci/programs installs them, .ci/traefik"
                            + " Traefik): "
                            + String.join(", ", all));
        }
    }
}

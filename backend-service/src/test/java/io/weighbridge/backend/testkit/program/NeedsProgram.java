package io.weighbridge.backend.testkit.program;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A test that runs programs which are not ours. Where one is absent it is not run, which the end
/// of the run says; with `WEIGHBRIDGE_PROGRAMS=required` it fails.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProgramCondition.class)
public @interface NeedsProgram {
    Program[] value();
}

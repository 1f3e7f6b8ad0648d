package io.weighbridge.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// What was asked in a session is answered in it, or not at all.
final class AnswersTest {
    private final List<String> heard = new ArrayList<>();
    private final Answers answers = new Answers(Runnable::run);

    private void answer(String text) {
        answers.execute(() -> heard.add(text));
    }

    @Test
    void shouldKeepWhatComesWhileAtRestInItsOrder() {
        answer("one");
        answers.pause();
        answer("two");
        answer("three");
        assertEquals(List.of("one"), heard);
        answers.resume();
        answer("four");
        assertEquals(List.of("one", "two", "three", "four"), heard);
    }

    @Test
    void shouldDropWhatComesAfterTheEnd() {
        answers.pause();
        answer("waiting");
        answers.end();
        answer("late");
        answers.resume();
        assertEquals(List.of(), heard);
    }

    @Test
    void shouldHandOverTheRestInOrderWhereOneOfThemFails() {
        List<Throwable> told = new ArrayList<>();
        Thread here = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = here.getUncaughtExceptionHandler();
        here.setUncaughtExceptionHandler((_, failure) -> told.add(failure));
        try {
            RuntimeException broken = new IllegalStateException("broken");
            answers.pause();
            answers.execute(
                    () -> {
                        throw broken;
                    });
            answer("one");
            answers.resume();
            answer("two");
            assertEquals(List.of("one", "two"), heard);
            assertEquals(List.of(broken), told);
        } finally {
            here.setUncaughtExceptionHandler(before);
        }
    }

    @Test
    void shouldKeepTheRestWhereOneOfThemEndsTheSessionAgain() {
        answers.pause();
        answers.execute(answers::pause);
        answer("after");
        answers.resume();
        assertEquals(List.of(), heard);
        answers.resume();
        assertEquals(List.of("after"), heard);
    }
}

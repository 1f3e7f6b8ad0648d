package io.weighbridge.console.fx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/// The way onto the FX thread of one operator's session. While the session is at rest, what would
/// be handed over waits: an answer that comes late is for who asked, and is not shown to who has
/// logged in since. Once the session is over it is dropped. Its state is used on the FX thread
/// only.
public final class Answers implements Executor {
    private enum State {
        PASSING,
        WAITING,
        OVER
    }

    private final Executor fx;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private State state = State.PASSING;

    public Answers(Executor fx) {
        this.fx = fx;
    }

    @Override
    public void execute(Runnable answer) {
        fx.execute(() -> take(answer));
    }

    private void take(Runnable answer) {
        switch (state) {
            case PASSING -> answer.run();
            case WAITING -> waiting.addLast(answer);
            case OVER -> {}
        }
    }

    /// Has what comes from now on wait for [#resume].
    public void pause() {
        state = State.WAITING;
    }

    /// Hands over what has waited, and goes on.
    public void resume() {
        if (state == State.OVER) {
            return;
        }
        state = State.PASSING;
        // One of them may end the session.
        while (state == State.PASSING && !waiting.isEmpty()) {
            handOver(waiting.removeFirst());
        }
    }

    // One that fails keeps none of the others back, as each has its own turn otherwise.
    private static void handOver(Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException | Error e) {
            Thread here = Thread.currentThread();
            here.getUncaughtExceptionHandler().uncaughtException(here, e);
        }
    }

    /// Drops what waits and what still comes.
    public void end() {
        state = State.OVER;
        waiting.clear();
    }
}

package io.weighbridge.console;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.fx.Answers;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.proto.v1.Operator;

/// One operator's session in the window.
///
/// @param shell the frame around the screens
/// @param client the connection, which is this session's own
/// @param me who is logged in
/// @param answers by which what was asked in it comes back
record Session(Shell shell, BackendClient client, Operator me, Answers answers) {
    /// Nothing of it goes on, and no answer is shown, until [#resume]; what was typed stays.
    void pause() {
        shell.pause();
        answers.pause();
    }

    /// Goes on, and shows what was answered meanwhile, also when a screen could not be shown again:
    /// without answers nothing would.
    void resume() {
        try {
            shell.resume();
        } finally {
            answers.resume();
        }
    }

    /// It is over. Its connection is closed by who can wait for that.
    void end() {
        shell.end();
        answers.end();
    }
}

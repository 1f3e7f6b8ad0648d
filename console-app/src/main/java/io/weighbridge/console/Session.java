package io.weighbridge.console;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.proto.v1.Operator;

/// One operator's session in the window.
///
/// @param shell the frame around the screens
/// @param client the connection, which is this session's own
/// @param me who is logged in
record Session(Shell shell, BackendClient client, Operator me) {}

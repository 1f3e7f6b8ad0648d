/// The backend as the console sees it: a connection, a session, calls that block and fail in one
/// way. Nothing here knows the toolkit; calls are made on virtual threads, never on the FX thread.
@NullMarked
package io.weighbridge.console.client;

import org.jspecify.annotations.NullMarked;

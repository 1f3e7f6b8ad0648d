package io.weighbridge.benchmarks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/// Ports of programs that are started here.
final class Ports {
    private static final long PAUSE_NANOS = 20_000_000;

    private Ports() {}

    /// One that nobody listens on.
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Waits until a program listens.
    ///
    /// @throws IOException when it ends instead
    static void await(Process process, int port) throws IOException {
        while (!takesConnections(port)) {
            if (!process.isAlive()) {
                throw new IOException("a program ended: " + process.info());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean takesConnections(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}

package io.weighbridge.backend.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// The network between a client and a server on this machine, which can lose answers, and be cut.
public final class Cable implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicLong lostBytes = new AtomicLong();
    private volatile boolean losingAnswers;
    private volatile boolean cut;

    private Cable(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /// Leads to a port.
    public static Cable to(int target) throws IOException {
        Cable cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().start(cable::accept);
        return cable;
    }

    /// The port to connect to.
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listener.accept();
                if (cut) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> pump(client, server, false));
                Thread.ofVirtual().start(() -> pump(server, client, true));
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] bytes = new byte[16 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                if (answers && losingAnswers) {
                    lostBytes.addAndGet(length);
                } else {
                    out.write(bytes, 0, length);
                }
            }
        } catch (IOException e) {
            // One of the ends is gone; so is the other now.
        }
    }

    /// From now on requests arrive and answers do not.
    public void loseAnswers() {
        lostBytes.set(0);
        losingAnswers = true;
    }

    /// How many bytes of answers were lost since [#loseAnswers].
    public long lostBytes() {
        return lostBytes.get();
    }

    /// Breaks all connections and lets none through.
    public void cut() throws IOException {
        cut = true;
        for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
            socket.close();
        }
    }

    /// Lets everything through again.
    public void mend() {
        losingAnswers = false;
        cut = false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}

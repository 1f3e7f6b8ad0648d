package io.weighbridge.console.testkit;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Stands between a console and its backend and, when told to, loses answers or holds them back:
/// the backend has done what was asked, and the connection ends before the console hears of it, or
/// the console does not hear of it yet. It knows no more of
/// HTTP/2 than where a frame ends and that an answer begins with a HEADERS frame.
public final class LosingRelay implements AutoCloseable {
    private static final int FRAME_HEADER_BYTES = 9;
    private static final int HEADERS = 1;

    private final ServerSocket door;
    private final int backendPort;
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicReference<CountDownLatch> held =
            new AtomicReference<>(new CountDownLatch(0));

    public LosingRelay(int backendPort) {
        this.backendPort = backendPort;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /// The next answer gets lost.
    public void loseNext() {
        toLose.incrementAndGet();
    }

    /// Holds all answers back until [#letGo].
    public void hold() {
        held.set(new CountDownLatch(1));
    }

    /// Lets go of what was held back.
    public void letGo() {
        held.get().countDown();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket console = door.accept();
                Socket backend = new Socket(InetAddress.getLoopbackAddress(), backendPort);
                Thread.ofVirtual().start(() -> ask(console, backend));
                Thread.ofVirtual().start(() -> answer(backend, console));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void ask(Socket console, Socket backend) {
        try (console;
                backend) {
            var _ = console.getInputStream().transferTo(backend.getOutputStream());
        } catch (IOException e) {
            // The other direction ended it.
        }
    }

    private void answer(Socket backend, Socket console) {
        try (console;
                backend;
                DataInputStream in = new DataInputStream(backend.getInputStream())) {
            OutputStream out = console.getOutputStream();
            while (true) {
                byte[] header = in.readNBytes(FRAME_HEADER_BYTES);
                if (header.length < FRAME_HEADER_BYTES) {
                    return;
                }
                if (header[3] == HEADERS && loses()) {
                    return;
                }
                int length =
                        ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
                held.get().await();
                out.write(header);
                out.write(in.readNBytes(length));
                out.flush();
            }
        } catch (EOFException e) {
            // Ended by the backend.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Ended by the console.
        }
    }

    private boolean loses() {
        return toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

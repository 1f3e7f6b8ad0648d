package io.weighbridge.benchmarks.http;

import io.weighbridge.benchmarks.load.ServerProcess;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The heap that the service has in use before and while so many streams are open through its
/// gateway, each of which says something each second; after a collection.
public final class OpenStreams {
    private static final int ACCOUNTS = 100;
    private static final int READ_BYTES = 512;
    private static final double MIB = 1 << 20;

    private OpenStreams() {}

    /// @param args streams (2000)
    public static void main(String[] args) throws IOException {
        int streams = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        Path under = Files.createDirectories(Path.of("target", "benchmark-data"));
        try (ModelProcess model = new ModelProcess();
                ServerProcess server =
                        ServerProcess.withGateway(
                                under, ACCOUNTS, "http://127.0.0.1:" + model.port() + "/v1")) {
            long before = server.rest();
            List<Socket> open = new ArrayList<>();
            try {
                for (int i = 0; i < streams; i++) {
                    open.add(open(server, i));
                }
                for (Socket socket : open) {
                    readSome(socket.getInputStream());
                }
                System.out.printf(
                        "%d streams: heap %.1f MiB before, %.1f MiB while they are open%n",
                        streams, before / MIB, server.rest() / MIB);
            } finally {
                for (Socket socket : open) {
                    socket.close();
                }
            }
        }
    }

    private static Socket open(ServerProcess server, int number) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.gatewayPort());
        List<String> keys = server.keys();
        socket.getOutputStream().write(Chats.stream(keys.get(number % keys.size())));
        return socket;
    }

    // The head, and the beginning of what is said.
    private static void readSome(InputStream in) throws IOException {
        if (in.readNBytes(READ_BYTES).length < READ_BYTES) {
            throw new IOException("a stream ended");
        }
    }
}

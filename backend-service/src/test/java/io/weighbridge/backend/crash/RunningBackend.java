package io.weighbridge.backend.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.proto.v1.GateGrpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One life of the process that is killed.
final class RunningBackend {
    private static final long PATIENCE_S = 30;

    private final Process process;
    private final String proxySecret;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Thread reader;
    private volatile boolean dying;
    private ManagedChannel channel;

    /// @param proxySecret of the proxy that calls come from
    RunningBackend(Process process, String proxySecret) {
        this.process = process;
        this.proxySecret = proxySecret;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
        // Replaced once the port is known.
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", 1).usePlaintext().build();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(" ERROR ")) {
                    errors.add(line);
                }
                int space = line.indexOf(' ');
                String first = space < 0 ? line : line.substring(0, space);
                CompletableFuture<String> answer = answers.remove(first);
                if (answer != null) {
                    answer.complete(line.substring(space + 1));
                } else if (first.equals("port")) {
                    port.complete(Integer.valueOf(line.substring(space + 1)));
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process.
        }
        IOException gone = new IOException("the backend is gone");
        port.completeExceptionally(gone);
        answers.values().forEach(answer -> answer.completeExceptionally(gone));
    }

    /// Returns when it serves.
    void awaitServing() throws InterruptedException, ExecutionException, TimeoutException {
        int number = port.get(PATIENCE_S, TimeUnit.SECONDS);
        channel.shutdownNow();
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", number)
                        .intercept(BearerToken.attaching(proxySecret))
                        .usePlaintext()
                        .build();
    }

    /// A stub whose calls end in time.
    GateGrpc.GateBlockingStub gate() {
        return GateGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS);
    }

    GateGrpc.GateStub gateAsync() {
        return GateGrpc.newStub(channel).withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS);
    }

    /// Gives the child a command and waits for the answer.
    ///
    /// @throws ExecutionException when it died before it answered
    String command(String id, String rest)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        answers.put(id, answer);
        send(id + ' ' + rest);
        if (!reader.isAlive()) {
            answer.completeExceptionally(new IOException("the backend is gone"));
        }
        return answer.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private synchronized void send(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + '\n').getBytes(UTF_8));
            in.flush();
        } catch (IOException e) {
            // It was killed; the reader tells whoever waits.
        }
    }

    /// Whether errors of calls are to be expected from now on.
    boolean isDying() {
        return dying;
    }

    /// SIGSTOP: whatever is in flight stays there.
    void pause() throws IOException, InterruptedException {
        dying = true;
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
    }

    /// SIGKILL. Returns when the process is gone.
    void kill() throws InterruptedException {
        dying = true;
        process.destroyForcibly().waitFor();
        reader.join();
        channel.shutdownNow();
    }

    /// What it logged as its own faults.
    Queue<String> errors() {
        return errors;
    }

    /// An orderly stop.
    void stop() throws InterruptedException {
        dying = true;
        channel.shutdownNow();
        send("stop");
        int status = process.waitFor();
        reader.join();
        if (status != 0) {
            throw new IllegalStateException("an orderly stop ended with " + status);
        }
    }
}

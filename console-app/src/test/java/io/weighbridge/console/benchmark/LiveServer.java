package io.weighbridge.console.benchmark;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weighbridge.proto.v1.AccountName;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.ListAccountNamesReply;
import io.weighbridge.proto.v1.ListAccountNamesRequest;
import io.weighbridge.proto.v1.LiveUpdate;
import io.weighbridge.proto.v1.LoginRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.OperatorsGrpc;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.WatchLiveRequest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A service in a process of its own that lets anybody in and tells of made-up keys: a real gate
/// with so many calls would take the processor time that is to be measured. Arguments: keys,
/// changes a second. It prints its port, and ends when its input does.
final class LiveServer {
    private static final int PART = 1_000;
    private static final int UPDATES_PER_SECOND = 4;
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / UPDATES_PER_SECOND;
    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

    private LiveServer() {}

    public static void main(String[] arguments) throws IOException {
        int keys = Integer.parseInt(arguments[0]);
        int changes = Integer.parseInt(arguments[1]);
        Server server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(new Logins())
                        .addService(new Names())
                        .addService(new Live(keys, changes))
                        .build()
                        .start();
        System.out.println(server.getPort());
        int heard = System.in.read();
        while (heard >= 0) {
            heard = System.in.read();
        }
        server.shutdownNow();
    }

    private static final class Logins extends OperatorsGrpc.OperatorsImplBase {
        @Override
        public void login(LoginRequest request, StreamObserver<Session> observer) {
            long now = System.currentTimeMillis();
            observer.onNext(
                    Session.newBuilder()
                            .setAccessToken("access")
                            .setRefreshToken("refresh")
                            .setAccessExpiresAtMs(now + HOUR_MS)
                            .setEndsAtMs(now + HOUR_MS)
                            .setOperator(
                                    Operator.newBuilder()
                                            .setName(request.getName())
                                            .setRole(Role.ROLE_ADMIN))
                            .build());
            observer.onCompleted();
        }
    }

    private static final class Names extends AccountsGrpc.AccountsImplBase {
        @Override
        public void listAccountNames(
                ListAccountNamesRequest request, StreamObserver<ListAccountNamesReply> observer) {
            var reply = ListAccountNamesReply.newBuilder();
            request.getAccountsList()
                    .forEach(
                            account ->
                                    reply.addNames(
                                            AccountName.newBuilder()
                                                    .setAccount(account)
                                                    .setName("Customer " + account)));
            observer.onNext(reply.build());
            observer.onCompleted();
        }
    }

    private static final class Live extends UsageGrpc.UsageImplBase {
        private final int keys;
        private final int changes;

        Live(int keys, int changes) {
            this.keys = keys;
            this.changes = changes;
        }

        @Override
        public void watchLive(WatchLiveRequest request, StreamObserver<LiveUpdate> observer) {
            var stream = (ServerCallStreamObserver<LiveUpdate>) observer;
            stream.setOnCancelHandler(() -> {});
            Thread.ofVirtual().start(() -> send(stream));
        }

        private void send(ServerCallStreamObserver<LiveUpdate> stream) {
            MadeUpKeys made = new MadeUpKeys(keys);
            for (int from = 0; from < keys; from += PART) {
                int end = Math.min(keys, from + PART);
                LiveUpdate.Builder update =
                        made.update().setSnapshot(from == 0).setMore(end < keys);
                for (int i = from; i < end; i++) {
                    update.addKeys(made.key(i));
                }
                stream.onNext(update.build());
            }
            long due = System.nanoTime();
            while (!stream.isCancelled()) {
                due += INTERVAL_NANOS;
                LockSupport.parkNanos(due - System.nanoTime());
                LiveUpdate.Builder update = made.update();
                for (int i = 0; i < changes / UPDATES_PER_SECOND; i++) {
                    update.addKeys(made.changed());
                }
                if (!stream.isCancelled()) {
                    stream.onNext(update.build());
                }
            }
        }
    }
}

package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.Contract;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.Access;
import io.weighbridge.proto.v1.AccessProto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Every method of the contract, called by everybody: let in is who stands in its option, and
/// nobody else. The methods are found in the contract, so that none can be forgotten.
final class AccessMatrixTest {
    @TempDir Path directory;
    private final HandTime time = HandTime.now();

    @Test
    void everyMethodSaysWhoMayCallIt() throws Exception {
        List<String> without = new ArrayList<>();
        List<MethodDescriptor<?, ?>> methods = Contract.methods();
        for (MethodDescriptor<?, ?> method : methods) {
            if (!Contract.descriptor(method).getOptions().hasExtension(AccessProto.access)) {
                without.add(method.getFullMethodName());
            }
        }
        assertEquals(List.of(), without);
        assertTrue(methods.size() >= 60, () -> "only " + methods.size());
    }

    @Test
    void theDocumentationListsEveryMethodWithWhoMayCallIt() throws Exception {
        List<String> expected = new ArrayList<>();
        for (MethodDescriptor<?, ?> method : Contract.methods()) {
            Access access =
                    Contract.descriptor(method).getOptions().getExtension(AccessProto.access);
            String who =
                    access.getRolesList().stream()
                            .map(role -> role.name().substring("ROLE_".length()))
                            .collect(Collectors.joining(", "))
                            .toLowerCase(Locale.ROOT);
            expected.add(
                    "| `"
                            + method.getFullMethodName().replace("weighbridge.v1.", "")
                            + "` | "
                            + (access.getAnyone() ? "anyone" : who)
                            + " |");
        }
        List<String> listed =
                Files.readAllLines(Path.of("..", "docs", "access.md")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .toList();
        assertEquals(expected.stream().sorted().toList(), listed.stream().sorted().toList());
    }

    @Test
    void everybodyIsLetInWhereTheOptionSaysSoAndNowhereElse() throws Exception {
        Map<String, String> wrong = new TreeMap<>();
        try (TestBackend test = TestBackend.start(directory, time)) {
            String expired = test.tokens().operator(Role.ADMIN);
            time.pass(Sessions.ACCESS_MS + 1);
            ManagedChannel channel = test.connectBare();
            try {
                Operators.Made first = test.backend().operators().create("first", "", Role.ADMIN);
                for (MethodDescriptor<?, ?> method : Contract.methods()) {
                    Access access =
                            Contract.descriptor(method)
                                    .getOptions()
                                    .getExtension(AccessProto.access);
                    for (Map.Entry<String, String> caller :
                            callers(test, expired, first).entrySet()) {
                        Status.Code code = call(channel, method, caller.getValue());
                        String expected = expected(access, caller.getKey());
                        boolean right =
                                switch (expected) {
                                    case "in" ->
                                            code != Status.Code.UNAUTHENTICATED
                                                    && code != Status.Code.PERMISSION_DENIED
                                                    && code != Status.Code.UNIMPLEMENTED
                                                    && code != Status.Code.INTERNAL;
                                    default -> code.name().equals(expected);
                                };
                        if (!right) {
                            wrong.put(
                                    method.getFullMethodName() + " by " + caller.getKey(),
                                    code + ", not " + expected);
                        }
                    }
                }
            } finally {
                channel.shutdownNow();
            }
        }
        assertEquals(Map.of(), wrong);
    }

    // Tokens of their own for each method: one of them ends the caller's session.
    private static Map<String, String> callers(
            TestBackend test, String expired, Operators.Made first) {
        Map<String, String> callers = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            var _ = test.tokens().operator(role);
            Operator operator = test.backend().operators().byName("test-" + role.text());
            callers.put(
                    "ROLE_" + role.name(),
                    test.backend()
                            .logins()
                            .startFor(java.util.Objects.requireNonNull(operator))
                            .accessToken());
        }
        callers.put(
                "first password",
                test.backend()
                        .logins()
                        .login(first.operator().name(), first.password(), "", null)
                        .accessToken());
        callers.put("ROLE_PROXY", test.tokens().proxy("test"));
        callers.put("nobody", "");
        callers.put("garbage", "wbs_" + "x".repeat(43));
        callers.put("expired", expired);
        return callers;
    }

    private static String expected(Access access, String caller) {
        if (access.getAnyone()) {
            return "in";
        }
        if (caller.equals("first password")) {
            return access.getBeforePasswordChange() ? "in" : Status.Code.PERMISSION_DENIED.name();
        }
        if (!caller.startsWith("ROLE_")) {
            return Status.Code.UNAUTHENTICATED.name();
        }
        return access.getRolesList().stream().anyMatch(role -> role.name().equals(caller))
                ? "in"
                : Status.Code.PERMISSION_DENIED.name();
    }

    // An empty request; the first thing that comes back.
    private static Status.Code call(
            ManagedChannel channel, MethodDescriptor<?, ?> method, String token) throws Exception {
        MethodDescriptor<byte[], byte[]> raw =
                method.toBuilder(new Raw(), new Raw()).setSchemaDescriptor(null).build();
        CompletableFuture<Status.Code> first = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = channel.newCall(raw, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        first.complete(Status.Code.OK);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        first.complete(status.getCode());
                    }
                },
                token.isEmpty() ? new Metadata() : BearerToken.metadata(token));
        call.request(1);
        call.sendMessage(new byte[0]);
        call.halfClose();
        try {
            return first.get(20, TimeUnit.SECONDS);
        } finally {
            call.cancel("seen enough", null);
        }
    }

    private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}

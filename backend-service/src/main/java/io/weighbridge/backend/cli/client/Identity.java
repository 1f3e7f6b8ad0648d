package io.weighbridge.backend.cli.client;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.secrets.SecretFile;
import io.weighbridge.proto.v1.ChangePasswordRequest;
import io.weighbridge.proto.v1.LoginRequest;
import io.weighbridge.proto.v1.LogoutRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.OperatorsGrpc;
import io.weighbridge.proto.v1.RefreshRequest;
import io.weighbridge.proto.v1.Session;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The token that a command calls with. A file of tokens holds one a line: a proxy's secret alone;
/// or a session's access token, its refresh token and when the access token expires.
///
/// @param ending whether the session ends with the command
public record Identity(Target target, String token, boolean ending) implements AutoCloseable {
    private static final int TIMEOUT_S = 30;
    private static final long MARGIN_MS = 30_000;
    private static final String FIRST =
            System.lineSeparator()
                    + "Others know this password: change it now, by `weighbridge password`. Until"
                    + " then nothing else is answered.";

    static Identity nobody(Target target) {
        return new Identity(target, "", false);
    }

    /// A session of this command alone, or one to be kept.
    public static Login login(Target target, String name, String password, String code) {
        Session session =
                ask(
                        target,
                        "",
                        stub ->
                                stub.login(
                                        LoginRequest.newBuilder()
                                                .setName(name)
                                                .setPassword(password)
                                                .setCode(code)
                                                .build()));
        return new Login(target, session);
    }

    /// A session that was just started.
    public record Login(Target target, Session session) {
        public Identity once() {
            return new Identity(target, session.getAccessToken(), true);
        }

        /// Keeps it for later commands.
        ///
        /// @return who it is and for how long, in words
        public String keptIn(Path file) {
            write(file, session);
            return "Logged in as "
                    + session.getOperator().getName()
                    + " ("
                    + session.getOperator()
                            .getRole()
                            .name()
                            .substring("ROLE_".length())
                            .toLowerCase(Locale.ROOT)
                    + ") until "
                    + Instant.ofEpochMilli(session.getEndsAtMs()).truncatedTo(ChronoUnit.SECONDS)
                    + "; the tokens are in "
                    + file
                    + '.'
                    + (session.getOperator().getPasswordChangeRequired() ? FIRST : "");
        }
    }

    private static void write(Path file, Session session) {
        String lines =
                session.getAccessToken()
                        + '\n'
                        + session.getRefreshToken()
                        + '\n'
                        + session.getAccessExpiresAtMs()
                        + '\n';
        SecretFile.write(file, lines.getBytes(StandardCharsets.US_ASCII));
    }

    /// Checks that nothing is lost when a session's tokens are written to a file.
    public static void requireReplaceable(Path file, CommandLine command) {
        boolean replaceable = !Files.exists(file);
        try {
            replaceable = replaceable || Files.size(file) == 0 || isSession(lines(file));
        } catch (IOException e) {
            // Not text: not ours.
        }
        if (!replaceable) {
            throw new ParameterException(
                    command,
                    "--token-file: "
                            + file
                            + " has something else in it (expected: a new file, or one that login"
                            + " wrote)");
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.US_ASCII);
    }

    private static boolean isSession(List<String> lines) {
        return lines.size() == 3 && lines.get(2).matches("[0-9]{1,18}");
    }

    private static boolean isOver(List<String> lines) {
        return isSession(lines)
                && Long.parseLong(lines.get(2)) - MARGIN_MS < System.currentTimeMillis();
    }

    // One command at a time: a refresh token that comes twice ends the session.
    private static synchronized List<String> renewed(Target target, Path file) throws IOException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel =
                        FileChannel.open(
                                lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            List<String> lines = lines(file);
            if (!isOver(lines)) {
                return lines;
            }
            Session renewed =
                    ask(
                            target,
                            "",
                            stub ->
                                    stub.refresh(
                                            RefreshRequest.newBuilder()
                                                    .setRefreshToken(lines.get(1))
                                                    .build()));
            write(file, renewed);
            return lines(file);
        }
    }

    /// The token of a file; a session's is renewed there when its time is over.
    public static Identity ofFile(Target target, Path file, CommandLine command) {
        try {
            List<String> found = lines(file);
            List<String> lines = isOver(found) ? renewed(target, file) : found;
            if (!lines.isEmpty() && !lines.getFirst().isBlank()) {
                return new Identity(target, lines.getFirst().strip(), false);
            }
        } catch (IOException e) {
            throw new ParameterException(
                    command, "--token-file: " + file + " (expected: a file with a token)", e);
        }
        throw new ParameterException(
                command, "--token-file: " + file + " is empty (expected: a file with a token)");
    }

    /// Asks one question.
    ///
    /// @param token empty for nobody's
    public static <T> T ask(
            Target target,
            String token,
            Function<OperatorsGrpc.OperatorsBlockingStub, T> question) {
        ManagedChannel channel = target.connect();
        try {
            OperatorsGrpc.OperatorsBlockingStub stub =
                    OperatorsGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(TIMEOUT_S, TimeUnit.SECONDS);
            return question.apply(
                    token.isEmpty() ? stub : stub.withInterceptors(BearerToken.attaching(token)));
        } finally {
            channel.shutdownNow();
        }
    }

    /// Changes the password of whoever this is, and ends all other sessions.
    public Operator changePassword(String oldPassword, String newPassword) {
        return ask(
                target,
                token,
                stub ->
                        stub.changePassword(
                                ChangePasswordRequest.newBuilder()
                                        .setOldPassword(oldPassword)
                                        .setNewPassword(newPassword)
                                        .build()));
    }

    /// What went wrong, in words.
    public static String explain(Target target, StatusRuntimeException e) {
        return CallClient.explain(target, TIMEOUT_S, e);
    }

    /// Says on a command's error output what went wrong.
    ///
    /// @return the exit status
    public static int failed(Target target, CommandLine command, StatusRuntimeException e) {
        PrintWriter err = command.getErr();
        err.println("error: " + explain(target, e));
        err.flush();
        return ExitCode.SOFTWARE;
    }

    /// Leaves the token out.
    @Override
    public String toString() {
        return "Identity[" + target + "]";
    }

    @Override
    public void close() {
        if (ending) {
            try {
                var _ = ask(target, token, stub -> stub.logout(LogoutRequest.getDefaultInstance()));
            } catch (StatusRuntimeException e) {
                // It ends by itself; the call's own outcome is what matters.
                return;
            }
        }
    }
}

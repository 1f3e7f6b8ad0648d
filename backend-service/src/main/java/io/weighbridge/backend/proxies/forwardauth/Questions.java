package io.weighbridge.backend.proxies.forwardauth;

import io.weighbridge.backend.gate.admit.Admitting;
import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.operators.proxies.CredentialTable;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.BearerKey;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.LimitHeaders;
import io.weighbridge.backend.proxies.subjects.Subjects;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.usage.Call;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.ServiceTier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;

/// Answers proxies whether a call may be made. What a client can write into its own request decides
/// nothing but who it is: no header of ours is read, but where rules of subjects name one and the
/// client's address is believed. Safe for sharing.
final class Questions {
    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
    private static final int SUBJECT_MAX = 100;
    private static final String TARGET = "x-forwarded-uri";

    private final ForwardAuthSettings settings;
    private final Admitting admitting;
    private final CredentialTable credentials;
    private final Services services;
    private final Subjects subjects;
    private final TimeSource time;
    // For the log only: it says so once, until it changes.
    private volatile boolean isMissing;

    Questions(
            ForwardAuthSettings settings,
            Admitting admitting,
            CredentialTable credentials,
            Services services,
            Subjects subjects,
            TimeSource time) {
        this.settings = settings;
        this.admitting = admitting;
        this.credentials = credentials;
        this.services = services;
        this.subjects = subjects;
        this.time = time;
    }

    /// Answers one.
    ProxyReply ask(Question question) {
        try {
            return answer(question);
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.INTERNAL) {
                LOG.error("a question failed: {}", fault.logText(), fault);
            }
            return question.dialect().refuse(ApiErrors.of(fault));
        } catch (RuntimeException e) {
            LOG.error("a question failed", e);
            return question.dialect().refuse(ApiError.internal());
        }
    }

    private ProxyReply answer(Question question) {
        BearerKey bearer = BearerKey.of(question.headers());
        ApiError wrong = bearer.error();
        if (wrong == null) {
            wrong = wrongPath(question);
        }
        if (wrong == null) {
            wrong = wrongSubject(question);
        }
        Caller.Proxy proxy = credentials.named(settings.proxy(), time.wallMs());
        if (wrong == null && proxy == null) {
            wrong = unknownProxy();
        }
        if (wrong != null || proxy == null) {
            return question.dialect().refuse(wrong == null ? ApiError.internal() : wrong);
        }
        isMissing = false;
        return ask(question, bearer.key(), proxy);
    }

    private ProxyReply ask(Question question, String key, Caller.Proxy proxy) {
        String path = path(question);
        String service =
                question.service().isEmpty() ? settings.paths().service(path) : question.service();
        String model = service.isEmpty() ? path : service;
        if (!service.isEmpty() && !proxy.scope().covers(service)) {
            ApiError unknown = ApiErrors.of(RefusalReason.UNKNOWN_SERVICE, model);
            return question.dialect().refuse(unknown);
        }
        // One that is ignored is nobody's word either.
        String address = proxy.clientAddressIgnored() ? "" : clientAddress(question);
        String subject =
                settings.subjectHeader().isEmpty()
                        ? subjects.of(question.headers(), address, "")
                        : subject(question);
        AuthorizeCall call =
                new AuthorizeCall(
                        null,
                        key,
                        service,
                        settings.estimates().of(services.directory().byName(service)),
                        0,
                        subject,
                        "",
                        false,
                        ServiceTier.STANDARD,
                        proxy.name(),
                        0,
                        address,
                        false);
        return switch (admitting.authorize(call)) {
            case Decision.Refused refused ->
                    question.dialect().refuse(ApiErrors.of(refused, model));
            case Decision.Admitted admitted -> admitted(admitted, service);
        };
    }

    private ApiError unknownProxy() {
        if (!isMissing) {
            isMissing = true;
            LOG.warn(
                    "no call is admitted: there is no proxy credential {} that works",
                    settings.proxy());
        }
        return ApiError.unavailable(503, "gate_unavailable", "The gate does not know this proxy.");
    }

    // Where the proxy's configuration names the service, it need not tell the path; what it tells
    // has one reading.
    private static @Nullable ApiError wrongPath(Question question) {
        int told = question.all(TARGET).size();
        boolean isNamed = told == 0 && !question.service().isEmpty();
        return isNamed || (told == 1 && !PathRules.isOdd(path(question)))
                ? null
                : ApiError.wrong(
                        400,
                        "invalid_path",
                        "The path of the request has escapes, dots or empty parts, or is not"
                                + " known.");
    }

    private static String path(Question question) {
        List<String> targets = question.all(TARGET);
        return targets.isEmpty() ? "" : PathRules.path(targets.getFirst());
    }

    private @Nullable ApiError wrongSubject(Question question) {
        String subject = subject(question);
        boolean isOne =
                settings.subjectHeader().isEmpty()
                        || question.all(settings.subjectHeader()).size() <= 1;
        return isOne && subject.length() <= SUBJECT_MAX && isPlain(subject)
                ? null
                : ApiError.wrong(
                        400,
                        "invalid_header",
                        settings.subjectHeader()
                                + " must be there once at most, and have at most "
                                + SUBJECT_MAX
                                + " printable ASCII characters.");
    }

    private String subject(Question question) {
        List<String> subjects =
                settings.subjectHeader().isEmpty()
                        ? List.of()
                        : question.all(settings.subjectHeader());
        return subjects.isEmpty() ? "" : subjects.getFirst().strip();
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    // What stands before the last element may be the client's own.
    private String clientAddress(Question question) {
        IpAddress peer = IpAddress.parse(question.peer());
        if (settings.trusted().stream().noneMatch(network -> network.contains(peer))) {
            return question.peer();
        }
        List<String> told = question.all("x-forwarded-for");
        if (told.isEmpty()) {
            return "";
        }
        String last = told.getLast();
        return last.substring(last.lastIndexOf(',') + 1).strip();
    }

    private ProxyReply admitted(Decision.Admitted admitted, String service) {
        Call call = admitted.hold().call();
        String holdId = admitting.holdId(admitted);
        List<HeaderLine> headers = new ArrayList<>(LimitHeaders.of(admitted.limits()));
        headers.add(new HeaderLine("x-weighbridge-request-id", call.id().toString()));
        // For a proxy that can hand a header on under its own name only.
        headers.add(new HeaderLine("x-request-id", call.id().toString()));
        headers.add(new HeaderLine("x-weighbridge-hold", holdId));
        headers.add(
                new HeaderLine("x-weighbridge-account", IdKind.ACCOUNT.format(call.accountId())));
        // All of them always: Caddy writes a text of its own in place of one that is not there.
        headers.add(new HeaderLine("x-weighbridge-service", isPlain(service) ? service : ""));
        headers.add(
                new HeaderLine(
                        "x-weighbridge-subject", isPlain(call.subject()) ? call.subject() : ""));
        headers.add(new HeaderLine("cache-control", "no-store"));
        return new ProxyReply(200, headers, "", holdId);
    }
}

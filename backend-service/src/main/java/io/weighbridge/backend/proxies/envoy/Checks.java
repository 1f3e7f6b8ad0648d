package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.gate.admit.Admitting;
import io.weighbridge.backend.gate.admit.AuthorizeCall;
import io.weighbridge.backend.gate.admit.Decision;
import io.weighbridge.backend.gate.settle.Settling;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.BearerKey;
import io.weighbridge.backend.proxies.call.CallAsking;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.LimitHeaders;
import io.weighbridge.backend.proxies.call.UnheardAnswer;
import io.weighbridge.backend.proxies.forwardauth.Estimates;
import io.weighbridge.backend.proxies.forwardauth.PathRules;
import io.weighbridge.backend.proxies.subjects.Subjects;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.RefusalReason;
import io.weighbridge.model.ServiceTier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;

/// Answers whether a call may be made of which Envoy shows the head alone: held for is the most
/// that a call of its service is expected to use, and what it used is told later, by the hold id.
/// Safe for sharing.
final class Checks {
    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);
    private static final String HOLD = "x-weighbridge-hold";

    private final PathRules paths;
    private final Estimates estimates;
    private final Admitting admitting;
    private final Settling settling;
    private final Services services;
    private final Subjects subjects;

    Checks(
            PathRules paths,
            Estimates estimates,
            Admitting admitting,
            Settling settling,
            Services services,
            Subjects subjects) {
        this.paths = paths;
        this.estimates = estimates;
        this.admitting = admitting;
        this.settling = settling;
        this.services = services;
        this.subjects = subjects;
    }

    /// The answer.
    sealed interface Answer {
        /// The call may be made.
        ///
        /// @param holdId what its end is told by
        /// @param removed names of the request's headers that are taken out
        /// @param up headers that the request gets
        /// @param down headers that its answer gets
        record Passed(
                String holdId, List<String> removed, List<HeaderLine> up, List<HeaderLine> down)
                implements Answer {}

        /// It may not.
        record Refused(ApiError error) implements Answer {}
    }

    /// Answers.
    ///
    /// @param service that the route's configuration names, empty where the path says so
    Answer ask(Caller.Proxy proxy, RequestHead head, String service) {
        try {
            return answer(proxy, head, service);
        } catch (Fault fault) {
            if (fault.code() == ErrorCode.INTERNAL) {
                LOG.error("a check failed: {}", fault.logText(), fault);
            }
            return new Answer.Refused(ApiErrors.of(fault));
        }
    }

    private Answer answer(Caller.Proxy proxy, RequestHead head, String named) {
        BearerKey bearer = BearerKey.of(head.authorizations());
        ApiError wrong = bearer.error();
        if (wrong == null && named.isEmpty() && PathRules.isOdd(head.path())) {
            wrong =
                    ApiError.wrong(
                            400,
                            "invalid_path",
                            "The path of the request has escapes, dots or empty parts.");
        }
        if (wrong != null) {
            return new Answer.Refused(wrong);
        }
        String service = named.isEmpty() ? paths.service(head.path()) : named;
        if (!proxy.scope().covers(service)) {
            return new Answer.Refused(
                    ApiErrors.of(RefusalReason.SERVICE_NOT_IN_SCOPE, head.path()));
        }
        String address = proxy.clientAddressIgnored() ? "" : head.address();
        AuthorizeCall call =
                new AuthorizeCall(
                        null,
                        bearer.key(),
                        service,
                        estimates.of(services.directory().byName(service)),
                        0,
                        subjects.of(head.headers(), address, ""),
                        "",
                        false,
                        ServiceTier.STANDARD,
                        proxy.name(),
                        0,
                        address,
                        false);
        return switch (admitting.authorize(call)) {
            case Decision.Refused refused ->
                    new Answer.Refused(
                            ApiErrors.of(refused, service.isEmpty() ? head.path() : service));
            case Decision.Admitted admitted -> passed(admitted, head, bearer.key());
        };
    }

    private Answer passed(Decision.Admitted admitted, RequestHead head, String key) {
        String holdId = admitting.holdId(admitted);
        HeaderLine id =
                new HeaderLine(CallAsking.REQUEST_ID, admitted.hold().call().id().toString());
        List<HeaderLine> down = new ArrayList<>(LimitHeaders.of(admitted.limits()));
        down.add(id);
        // What is set is taken out again when it is named here too.
        List<String> removed =
                EnvoyHeaders.notUp(head.headers(), key, subjects.headers()).stream()
                        .filter(name -> !name.equals(HOLD) && !name.equals(id.name()))
                        .toList();
        return new Answer.Passed(holdId, removed, List.of(new HeaderLine(HOLD, holdId), id), down);
    }

    /// Nobody has heard the answer.
    void drop(Caller.Proxy proxy, String holdId) {
        UnheardAnswer.drop(settling, holdId, "Envoy was gone before the answer", proxy.name());
    }
}

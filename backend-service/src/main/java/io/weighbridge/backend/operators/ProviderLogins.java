package io.weighbridge.backend.operators;

import io.weighbridge.backend.operators.oidc.OidcFlow;
import io.weighbridge.backend.operators.oidc.OidcSettings;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.ChangeLog;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// Logins through the OpenID provider: which operator the one is for whom it vouches. Operators are
/// made beforehand; a provider makes nobody one. A second factor of ours is not asked for: the
/// provider has seen to who it is.
final class ProviderLogins {
    private final Optional<OidcFlow> flow;
    private final Operators operators;
    private final ChangeLog log;
    private final TimeSource time;
    private final FailureEntries entries;

    ProviderLogins(Optional<OidcFlow> flow, Operators operators, ChangeLog log, TimeSource time) {
        this.flow = flow;
        this.operators = operators;
        this.log = log;
        this.time = time;
        this.entries = new FailureEntries(time);
    }

    /// The provider; empty for none.
    Optional<OidcSettings> provider() {
        return flow.map(OidcFlow::settings);
    }

    private OidcFlow flow() {
        return flow.orElseThrow(
                () ->
                        Fault.of(
                                ErrorCode.OIDC_NOT_CONFIGURED,
                                "provider: none (expected: the setting oidc.issuer, or a login by"
                                        + " password)"));
    }

    /// @param from who begins it; null when that is not known
    /// @throws Fault OIDC_NOT_CONFIGURED, INVALID_FIELD, TOO_MANY_ATTEMPTS, SOURCE_UNREACHABLE
    OidcFlow.Begun begin(String redirectUri, @Nullable IpAddress from) {
        return flow().begin(redirectUri, from);
    }

    /// @throws Fault OIDC_NOT_CONFIGURED, INVALID_FIELD, LOGIN_FAILED, SOURCE_UNREACHABLE, BUSY
    Logins.Started finish(String loginId, String code, String state) {
        return switch (flow().finish(loginId, code, state)) {
            case OidcFlow.Result.Refused refused -> throw failed(null, "", refused.problem());
            case OidcFlow.Result.Vouched vouched -> started(vouched.claim());
        };
    }

    private Logins.Started started(String claim) {
        Predicate<Operator> which = which(claim);
        List<Operator> found = operators.all(which);
        List<Operator> enabled = found.stream().filter(each -> !each.disabled()).toList();
        if (enabled.size() != 1) {
            Operator first = found.isEmpty() ? null : found.getFirst();
            throw failed(
                    first,
                    claim,
                    enabled.isEmpty()
                            ? (first == null ? "no such operator" : "the operator is disabled")
                            : "several operators are this person");
        }
        Operator operator = enabled.getFirst();
        return Logins.started(
                operator,
                operators.startVouched(
                        operator.id(), which, session -> Logins.act(operator, session)));
    }

    private Predicate<Operator> which(String claim) {
        String small = claim.toLowerCase(Locale.ROOT);
        return switch (flow().settings().match()) {
            case NAME -> operator -> operator.name().equals(small);
            case PERSON -> operator -> operator.isLoginOf(small);
        };
    }

    private Fault failed(@Nullable Operator operator, String claim, String problem) {
        OptionalLong leftOut = entries.take();
        if (leftOut.isPresent()) {
            log.append(
                    Change.now(
                            time.wallMs(),
                            "login.fail",
                            operator == null ? "" : IdKind.OPERATOR.format(operator.id()),
                            "",
                            JsonText.object()
                                    .add("name", operator == null ? "" : operator.name())
                                    .add("claim", claim)
                                    .add("problem", problem)
                                    .add("leftOut", leftOut.getAsLong())
                                    .toString()));
        }
        return Fault.of(
                ErrorCode.LOGIN_FAILED,
                "login: failed; the audit log may say why (expected: somebody for whom the provider"
                        + " vouches, and who is an operator)");
    }
}

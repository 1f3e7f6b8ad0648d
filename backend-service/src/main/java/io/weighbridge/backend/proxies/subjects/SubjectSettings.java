package io.weighbridge.backend.proxies.subjects;

import io.weighbridge.backend.platform.net.IpNetwork;

import java.util.List;

/// How a call's subject is found.
///
/// @param rules where it may stand; the first that is there counts
/// @param believedFrom networks whose headers are believed; signed tokens are from anywhere
/// @param refusesUnusable whether a call is refused whose header or token is of no use; else that
///     rule is passed over
/// @param tokens how those that are signed are verified
public record SubjectSettings(
        List<SubjectRule> rules,
        List<IpNetwork> believedFrom,
        boolean refusesUnusable,
        TokenSettings tokens) {
    /// Copies.
    public SubjectSettings {
        rules = List.copyOf(rules);
        believedFrom = List.copyOf(believedFrom);
    }
}

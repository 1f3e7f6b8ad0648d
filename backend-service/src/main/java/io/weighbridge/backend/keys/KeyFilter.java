package io.weighbridge.backend.keys;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.IdKind;

/// Which keys a list has.
///
/// @param accountId 0 for all accounts
/// @param planId 0 for all plans
/// @param search part of a name, beginning or end of a hint, or an id; empty for all
public record KeyFilter(long accountId, boolean includeRevoked, long planId, String search) {
    private static final int SEARCH_CHARACTERS_MAX = 100;

    /// @throws Fault INVALID_FIELD
    public KeyFilter {
        search = Check.text("search", search, 0, SEARCH_CHARACTERS_MAX);
    }

    /// All keys of an account.
    ///
    /// @param accountId 0 for all accounts
    public static KeyFilter of(long accountId, boolean includeRevoked) {
        return new KeyFilter(accountId, includeRevoked, 0, "");
    }

    /// The key whose id is searched for, 0 for none.
    long searchedId() {
        return IdKind.KEY.parse(search).orElse(0);
    }

    /// The searched text for LIKE: `!` before its own signs makes them plain characters.
    String pattern() {
        return search.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}

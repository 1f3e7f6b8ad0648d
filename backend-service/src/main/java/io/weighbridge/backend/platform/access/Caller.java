package io.weighbridge.backend.platform.access;

import io.weighbridge.backend.platform.net.IpAddress;

import org.jspecify.annotations.Nullable;

/// Who makes a call. Use cases that must know ask [Callers].
public sealed interface Caller {
    /// Nobody, from nowhere.
    Nobody NOBODY = new Nobody(null);

    /// As people read it.
    String text();

    /// A person with a session.
    ///
    /// @param name that the operator logs in with
    /// @param role now, not when the session began
    /// @param passwordChangeRequired whether the password must be changed before anything else
    record Operator(long id, String name, Role role, long sessionId, boolean passwordChangeRequired)
            implements Caller {
        @Override
        public String text() {
            return role.text() + ' ' + name;
        }
    }

    /// A program with a machine credential.
    ///
    /// @param id of the credential
    /// @param secretTag which of the credential's secrets was shown: the first bits of its digest
    /// @param name of the credential, which is the proxy's name
    /// @param clientAddressIgnored whether what it tells of its clients' addresses is not believed
    record Proxy(
            long id, long secretTag, String name, ServiceScope scope, boolean clientAddressIgnored)
            implements Caller {
        @Override
        public String text() {
            return "proxy " + name;
        }
    }

    /// Not known: for methods that anyone may call, where nobody is asked who it is.
    ///
    /// @param address that the call comes from, null when that is not known
    record Nobody(@Nullable IpAddress address) implements Caller {
        @Override
        public String text() {
            return "nobody";
        }
    }
}

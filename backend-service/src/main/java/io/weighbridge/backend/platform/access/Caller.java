package io.weighbridge.backend.platform.access;

/// Who makes a call. Use cases that must know ask [Callers].
public sealed interface Caller {
    /// For methods that anyone may call: nobody was asked who it is.
    Nobody NOBODY = new Nobody();

    /// As people read it.
    String text();

    /// A person with a session.
    ///
    /// @param name that the operator logs in with
    /// @param role now, not when the session began
    record Operator(long id, String name, Role role, long sessionId) implements Caller {
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
    record Proxy(long id, long secretTag, String name, ServiceScope scope) implements Caller {
        @Override
        public String text() {
            return "proxy " + name;
        }
    }

    /// Not known.
    record Nobody() implements Caller {
        @Override
        public String text() {
            return "nobody";
        }
    }
}

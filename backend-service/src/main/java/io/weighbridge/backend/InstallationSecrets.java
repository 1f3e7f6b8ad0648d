package io.weighbridge.backend;

import io.weighbridge.backend.operators.audit.CheckpointKey;
import io.weighbridge.backend.payments.OrderLinks;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.secrets.SecretFile;

import java.nio.file.Path;

/// What an installation made for itself and keeps in files of its own, each made when it is first
/// needed.
final class InstallationSecrets {
    private static final String FOLDER = "secrets";
    private static final int HOLD_BYTES = 16;

    private final Path folder;
    // One for all: two would each make a key at first.
    private final SecretBox box;

    InstallationSecrets(Path dataDirectory) {
        folder = dataDirectory.resolve(FOLDER);
        box = new SecretBox(folder);
    }

    /// What hold ids are signed with.
    byte[] hold() {
        return SecretFile.readOrMake(folder, "hold.key", HOLD_BYTES);
    }

    /// What links to orders are signed with.
    byte[] orderLinks() {
        return orderLinks(folder);
    }

    /// What tells this installation from others at payment providers.
    static String installation(Path dataDirectory) {
        return new OrderLinks(orderLinks(dataDirectory.resolve(FOLDER))).installation();
    }

    private static byte[] orderLinks(Path folder) {
        return SecretFile.readOrMake(folder, "order-links.key", OrderLinks.SECRET_BYTES);
    }

    /// What checkpoints of the audit log are signed with.
    CheckpointKey checkpoint() {
        return CheckpointKey.of(folder);
    }

    /// What secrets in the store are sealed with.
    SecretBox box() {
        return box;
    }
}

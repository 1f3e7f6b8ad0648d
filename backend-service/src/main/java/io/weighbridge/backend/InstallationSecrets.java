package io.weighbridge.backend;

import io.weighbridge.backend.operators.audit.CheckpointKey;
import io.weighbridge.backend.payments.OrderLinks;
import io.weighbridge.backend.payments.provider.Installation;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.secrets.SecretBox;
import io.weighbridge.backend.platform.secrets.SecretFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/// What an installation made for itself and keeps in files of its own, each made when it is first
/// needed.
final class InstallationSecrets {
    private static final String FOLDER = "secrets";
    private static final String ORDER_LINKS = "order-links.key";
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
    static Installation installation(Path dataDirectory) {
        Path folder = dataDirectory.resolve(FOLDER);
        String mark = new OrderLinks(orderLinks(folder)).installation();
        try {
            FileTime made = Files.getLastModifiedTime(folder.resolve(ORDER_LINKS));
            return new Installation(mark, made.toMillis());
        } catch (IOException e) {
            throw Fault.storeUnavailable("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static byte[] orderLinks(Path folder) {
        return SecretFile.readOrMake(folder, ORDER_LINKS, OrderLinks.SECRET_BYTES);
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

package io.weighbridge.backend.backup;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.files.Directories;
import io.weighbridge.model.ErrorCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The files of a backup: for their owner only, and each as its sum says.
final class BackupFiles {
    private static final String FOLDER_MODE = "rwx------";
    private static final String FILE_MODE = "rw-------";

    private BackupFiles() {}

    /// Makes a directory for its owner only, unless it is there and empty.
    ///
    /// @param but a name that may be in it
    /// @throws Fault INVALID_FIELD when something is in it
    static void makeEmpty(String what, Path directory, String but) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            if (files.anyMatch(file -> !file.getFileName().toString().equals(but))) {
                throw Fault.invalid(what, directory, "a directory that is empty, or a new one");
            }
        }
        mode(directory, FOLDER_MODE);
    }

    private static void mode(Path file, String mode) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }
    }

    /// All files below a directory, without the manifest: their paths with '/' between, sorted.
    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.equals(BackupManifest.FILE_NAME))
                    .sorted()
                    .toList();
        }
    }

    /// Copies a file and returns when it is on the disk.
    static BackupManifest.Entry copy(String name, Path from, Path to) throws IOException {
        Path parent = to.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
            mode(parent, FOLDER_MODE);
        }
        MessageDigest digest = BackupManifest.digest();
        long bytes;
        try (InputStream in = new DigestInputStream(Files.newInputStream(from), digest);
                OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
            bytes = in.transferTo(out);
        }
        keep(to);
        return new BackupManifest.Entry(name, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /// Lets only the owner at a file, and returns when it is on the disk.
    static void keep(Path file) throws IOException {
        mode(file, FILE_MODE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// Returns when the names of all files below a directory are on the disk.
    static void forceNames(Path directory) throws IOException {
        try (Stream<Path> folders = Files.walk(directory).filter(Files::isDirectory)) {
            for (Path folder : folders.toList()) {
                Directories.force(folder);
            }
        }
    }

    static BackupManifest.Entry entry(Path directory, String name) throws IOException {
        MessageDigest digest = BackupManifest.digest();
        long bytes;
        try (InputStream in =
                new DigestInputStream(Files.newInputStream(directory.resolve(name)), digest)) {
            bytes = in.transferTo(OutputStream.nullOutputStream());
        }
        return new BackupManifest.Entry(name, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /// Reads a backup's manifest and proves that every file is as it says, and that there is no
    /// other.
    ///
    /// @throws Fault INVALID_FIELD naming the first file that is not
    static BackupManifest requireIntact(Path backup) throws IOException {
        Path file = backup.resolve(BackupManifest.FILE_NAME);
        if (!Files.isRegularFile(file)) {
            throw Fault.invalid(
                    "from", backup, "a complete backup, with a " + BackupManifest.FILE_NAME);
        }
        BackupManifest manifest =
                BackupManifest.parse(
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        Set<String> others = new HashSet<>(names(backup));
        List<BackupManifest.Entry> files = new ArrayList<>(manifest.files());
        files.sort(Comparator.comparing(BackupManifest.Entry::name));
        for (BackupManifest.Entry wanted : files) {
            if (!others.remove(wanted.name())) {
                throw damaged(wanted.name(), "missing");
            }
            if (!entry(backup, wanted.name()).equals(wanted)) {
                throw damaged(wanted.name(), "it was changed or cut short");
            }
        }
        for (String other : others) {
            throw damaged(other, "not of this backup");
        }
        return manifest;
    }

    static Fault damaged(String name, String how) {
        return Fault.of(
                ErrorCode.INVALID_FIELD,
                name + ": " + how + " (expected: as the manifest says); use another backup");
    }

    /// Removes what is in a directory, but not the directory.
    static void clear(Path directory, String but) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory) && !file.getFileName().toString().equals(but)) {
                    Files.delete(file);
                }
            }
        }
    }
}

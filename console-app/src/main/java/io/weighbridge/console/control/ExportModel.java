package io.weighbridge.console.control;

import io.weighbridge.console.client.ClientException;
import io.weighbridge.console.client.Download;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Latest;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// An export to a file, its progress and its end.
public final class ExportModel {
    /// Where it is.
    public sealed interface State {
        /// Not begun.
        record Waiting() implements State {}

        /// Under way.
        record Running(Download.Progress progress) implements State {}

        /// The file is whole.
        record Done(Path file, long rows) implements State {}

        /// Nothing was left behind.
        record Cancelled() implements State {}

        /// Nothing was left behind.
        record Failed(Failure failure) implements State {}
    }

    private final Background background;
    private final Lane lane;
    private final boolean isSecret;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Waiting());
    private @Nullable Download download;

    public ExportModel(Background background) {
        this(background, false);
    }

    /// @param isSecret whether only the operator may read the file, where the system has such files
    public ExportModel(Background background, boolean isSecret) {
        this.background = background;
        this.lane = background.lane();
        this.isSecret = isSecret;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public boolean isRunning() {
        return state.get() instanceof State.Running;
    }

    /// Begins, unless it runs.
    ///
    /// @param file as somebody typed it
    public void begin(Download.Source source, String file) {
        if (isRunning()) {
            return;
        }
        Download own = new Download(isSecret);
        download = own;
        state.set(new State.Running(new Download.Progress(0, 0)));
        Latest<Download.Progress> latest =
                new Latest<>(background.fx(), progress -> show(own, progress));
        lane.run(
                () -> {
                    Path path = path(file);
                    return new State.Done(path, own.write(source, path, latest::put));
                },
                state::set,
                failure -> fail(own, failure));
    }

    private static Path path(String file) {
        try {
            return Path.of(file.strip()).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new ClientException("FILE_UNWRITABLE", "This is not a file's name: " + file);
        }
    }

    private void show(Download of, Download.Progress progress) {
        if (of.equals(download) && isRunning()) {
            state.set(new State.Running(progress));
        }
    }

    private void fail(Download of, Failure failure) {
        state.set(of.isCancelled() ? new State.Cancelled() : new State.Failed(failure));
    }

    /// Ends it; the file is removed.
    public void cancel() {
        if (download != null) {
            download.cancel();
        }
    }
}

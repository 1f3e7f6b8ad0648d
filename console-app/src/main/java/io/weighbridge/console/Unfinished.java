package io.weighbridge.console;

import io.weighbridge.console.client.Changes;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.proto.v1.Operator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What was typed and not saved in sessions that the service ended: kept in memory, never on disk,
/// until the same operator logs in again on the same connection. Nobody else gets it. Used on the
/// FX thread only.
final class Unfinished implements AutoCloseable {
    /// Of so many operators; the oldest is forgotten first.
    static final int MOST = 3;

    /// @param session its frame is at rest
    /// @param sheets that were open and typed into
    record Work(Session session, List<Sheet> sheets) {
        /// The forms that were not answered after all.
        List<Sheet> open() {
            return sheets.stream().filter(sheet -> !sheet.isDone()).toList();
        }

        /// Of the screens and forms that hold something.
        List<String> titles() {
            List<String> titles = new ArrayList<>(session.shell().unsavedTitles());
            open().forEach(sheet -> titles.add(sheet.title()));
            return titles;
        }

        // A role decides what screens offer: they are not given to the same person in another role.
        private boolean isOf(Profile profile, Operator operator) {
            Profile own = session.client().profile();
            return own.name().equals(profile.name())
                    && own.address().equals(profile.address())
                    && own.trust().equals(profile.trust())
                    && own.environment() == profile.environment()
                    && session.me().getId().equals(operator.getId())
                    && session.me().getRole() == operator.getRole();
        }
    }

    // The newest last.
    private final Deque<Work> works = new ArrayDeque<>();

    void keep(Work work) {
        works.addLast(work);
        if (works.size() > MOST) {
            forget(works.removeFirst());
        }
    }

    /// Gives what an operator left on a connection, and has it no more.
    Optional<Work> take(Profile profile, Operator operator) {
        Optional<Work> found =
                works.stream().filter(work -> work.isOf(profile, operator)).findFirst();
        found.ifPresent(works::remove);
        return found;
    }

    /// Of how many operators something is kept; what it is, is for nobody else.
    int count() {
        return (int) works.stream().filter(work -> !work.titles().isEmpty()).count();
    }

    /// Changes that were sent in these sessions.
    Stream<Changes> changes() {
        return works.stream().map(work -> work.session().client().changes());
    }

    private static void forget(Work work) {
        work.session().answers().end();
        work.session().client().close();
    }

    @Override
    public void close() {
        works.forEach(Unfinished::forget);
        works.clear();
    }
}

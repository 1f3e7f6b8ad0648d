package io.weighbridge.console.shell;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.Account;
import io.weighbridge.proto.v1.ListAccountsRequest;
import io.weighbridge.proto.v1.PageRequest;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the command palette offers for what was typed: what can be done here, accounts by name, and
/// things by their id.
final class PaletteModel {
    private static final int ACCOUNTS_MAX = 8;
    private static final Pattern RECORD =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final List<IdKind> OF_PAYMENTS =
            List.of(IdKind.ORDER, IdKind.DELIVERY, IdKind.CODE_BATCH, IdKind.RECONCILIATION);

    private final Workbench bench;
    private final Lane search;
    private final ObservableList<PaletteEntry> entries = FXCollections.observableArrayList();

    PaletteModel(Workbench bench) {
        this.bench = bench;
        this.search = bench.background().lane();
    }

    ObservableList<PaletteEntry> entries() {
        return entries;
    }

    void type(String typed) {
        String text = typed.strip();
        List<PaletteEntry> local = new ArrayList<>();
        place(text).ifPresent(local::add);
        for (ConsoleAction action : ConsoleAction.values()) {
            Actions.Binding binding = bench.actions().binding(action);
            if (binding != null
                    && action != ConsoleAction.PALETTE
                    && matches(action.text(), text)) {
                local.add(
                        new PaletteEntry(
                                action.icon(),
                                action.text(),
                                action.keysText(),
                                binding.refusal().getValue(),
                                binding.run()));
            }
        }
        entries.setAll(local);
        if (text.isEmpty() || text.startsWith("weighbridge:")) {
            search.cancel();
            return;
        }
        search.run(
                () ->
                        bench.client()
                                .accounts()
                                .listAccounts(
                                        ListAccountsRequest.newBuilder()
                                                .setNamePrefix(text)
                                                .setPage(
                                                        PageRequest.newBuilder()
                                                                .setSize(ACCOUNTS_MAX))
                                                .build())
                                .getAccountsList(),
                accounts -> entries.addAll(accounts.stream().map(this::entry).toList()),
                // What can be done without the service stays offered.
                _ -> {});
    }

    // Every word that was typed begins a word of the text.
    static boolean matches(String text, String typed) {
        String padded = ' ' + text.toLowerCase(Locale.ROOT);
        for (String word : typed.toLowerCase(Locale.ROOT).split(" +", -1)) {
            if (!padded.contains(' ' + word)) {
                return false;
            }
        }
        return true;
    }

    private PaletteEntry entry(Account account) {
        return new PaletteEntry(
                "fth-users",
                account.getName(),
                account.getId(),
                "",
                () -> bench.navigator().open(Address.of(Route.ACCOUNTS, account.getId())));
    }

    private Optional<PaletteEntry> place(String text) {
        return address(text)
                .map(
                        address ->
                                new PaletteEntry(
                                        address.route().action().icon(),
                                        Texts.of("shell.palette.open", text),
                                        Texts.of("shell.route." + address.route().word()),
                                        "",
                                        () -> bench.navigator().open(address)));
    }

    static Optional<Address> address(String text) {
        if (IdKind.ACCOUNT.parse(text).isPresent()) {
            return Optional.of(Address.of(Route.ACCOUNTS, text));
        }
        if (IdKind.KEY.parse(text).isPresent()) {
            return Optional.of(Address.of(Route.KEYS, text));
        }
        if (IdKind.PLAN.parse(text).isPresent()) {
            return Optional.of(Address.of(Route.PLANS, text));
        }
        if (IdKind.PRICE_BOOK.parse(text).isPresent() || IdKind.REPLAY.parse(text).isPresent()) {
            return Optional.of(Address.of(Route.PRICES, text));
        }
        if (IdKind.SERVICE.parse(text).isPresent() || IdKind.MODEL.parse(text).isPresent()) {
            return Optional.of(Address.of(Route.COMPUTE, text));
        }
        if (IdKind.APPROVAL.parse(text).isPresent()) {
            return Optional.of(Address.of(Route.APPROVALS, text));
        }
        if (OF_PAYMENTS.stream().anyMatch(kind -> kind.parse(text).isPresent())) {
            return Optional.of(Address.of(Route.PAYMENTS, text));
        }
        if (RECORD.matcher(text).matches()) {
            return Optional.of(Address.of(Route.USAGE, text));
        }
        return Address.parse(text);
    }
}

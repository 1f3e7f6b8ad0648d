package io.weighbridge.console.feature.prices;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.feature.prices.books.Part;
import io.weighbridge.console.feature.prices.books.VersionsModel;
import io.weighbridge.console.feature.prices.books.VersionsView;
import io.weighbridge.console.feature.prices.draft.BookScreen;
import io.weighbridge.console.feature.prices.importing.ImportScreen;
import io.weighbridge.console.feature.prices.replay.ReplayView;
import io.weighbridge.console.feature.prices.replay.ReplaysView;
import io.weighbridge.console.feature.prices.unrated.UnratedView;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PricesGrpc;

import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The versions of the prices, and beside them the queue of unrated usage and earlier replays.
public final class PricesScreen implements Screen {
    private final Workbench bench;
    private final VersionsModel model;
    private final VersionsView versions;
    private final UnratedView unrated;
    private final ReplaysView replays;
    private final VBox node = new VBox();
    private final StackPane room = new StackPane();
    private final ToggleButton versionsTab = new ToggleButton(Texts.of("prices.tab.versions"));
    private final ToggleButton unratedTab = new ToggleButton(Texts.of("prices.tab.unrated"));
    private final ToggleButton replaysTab = new ToggleButton(Texts.of("prices.tab.replays"));
    private final String refusal;
    private final Subscriptions subscriptions = new Subscriptions();

    private PricesScreen(Workbench bench, Address address) {
        this.bench = bench;
        this.refusal = RoleCheck.refusal(bench.me(), PricesGrpc.getUpdateDraftMethod());
        this.model = new VersionsModel(bench.client(), bench.background(), bench.formats().clock());
        this.versions = new VersionsView(bench, model, this::create);
        this.unrated = new UnratedView(bench, address.filter("account"));
        this.replays = new ReplaysView(bench);
        build(address.filter("tab"));
    }

    /// The screen of an address: a book or a replay where it names one, an import, else all
    /// versions; the filter `tab` begins at the queue (`unrated`) or at replays (`what-if`).
    public static Screen of(Address address, Workbench bench, boolean isDrawer) {
        if (IdKind.REPLAY.parse(address.id()).isPresent()) {
            return new ReplayView(address, bench, isDrawer);
        }
        if (!address.id().isEmpty()) {
            return new BookScreen(bench, address.id(), isDrawer);
        }
        return address.filter("tab").equals("import")
                ? new ImportScreen(bench)
                : new PricesScreen(bench, address);
    }

    private void build(String tab) {
        node.getStyleClass().add("screen");
        ToggleGroup tabs = new ToggleGroup();
        versionsTab.setToggleGroup(tabs);
        unratedTab.setToggleGroup(tabs);
        replaysTab.setToggleGroup(tabs);
        versionsTab.getStyleClass().add("left-pill");
        unratedTab.getStyleClass().add("center-pill");
        replaysTab.getStyleClass().add("right-pill");
        versionsTab.setId("tab-versions");
        unratedTab.setId("tab-unrated");
        replaysTab.setId("tab-replays");
        tabs.selectToggle(
                switch (tab) {
                    case "unrated" -> unratedTab;
                    case "what-if" -> replaysTab;
                    default -> versionsTab;
                });
        tabs.selectedToggleProperty()
                .addListener(
                        (_, old, now) -> {
                            if (now == null) {
                                tabs.selectToggle(old);
                            } else {
                                hideParts();
                                showPart();
                            }
                        });
        Button create = Described.button(ConsoleAction.NEW, this::create);
        create.setText(Texts.of("prices.new"));
        create.setId("new-draft");
        create.getStyleClass().add("accent");
        create.setDisable(!refusal.isEmpty());
        Button take = Described.button(ConsoleAction.IMPORT, this::openImport);
        take.setText(Texts.of("prices.import"));
        take.setId("open-import");
        take.setDisable(!refusal.isEmpty());
        HBox head =
                new HBox(
                        8,
                        Shell.heading(title()),
                        new HBox(versionsTab, unratedTab, replaysTab),
                        Part.space(),
                        Part.refusal(refusal),
                        take,
                        create);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(room, Priority.ALWAYS);
        node.getChildren().addAll(head, room);
    }

    @Override
    public Parent node() {
        return node;
    }

    @Override
    public String title() {
        return Texts.of("shell.route.prices");
    }

    @Override
    public void shown() {
        SimpleStringProperty mayNot = new SimpleStringProperty(refusal);
        Part.bind(bench, subscriptions, ConsoleAction.NEW, mayNot, this::create);
        Part.bind(bench, subscriptions, ConsoleAction.IMPORT, mayNot, this::openImport);
        Part.bind(bench, subscriptions, ConsoleAction.RELOAD, this::reload);
        showPart();
    }

    private void reload() {
        hideParts();
        showPart();
    }

    private void showPart() {
        if (unratedTab.isSelected()) {
            room.getChildren().setAll(unrated.node());
            unrated.shown();
        } else if (replaysTab.isSelected()) {
            room.getChildren().setAll(replays.node());
            replays.shown();
        } else {
            room.getChildren().setAll(versions.node());
            versions.shown();
        }
    }

    private void hideParts() {
        versions.hidden();
        unrated.hidden();
        replays.hidden();
    }

    @Override
    public void hidden() {
        hideParts();
        subscriptions.clear();
    }

    private void create() {
        model.create(this::open, failure -> bench.toasts().failed(failure.text()));
    }

    private void open(PriceBook book) {
        bench.navigator().open(Address.of(Route.PRICES, book.getId()));
    }

    private void openImport() {
        bench.navigator().open(Address.of(Route.PRICES).with("tab", "import"));
    }
}

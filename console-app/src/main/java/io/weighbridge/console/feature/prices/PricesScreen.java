package io.weighbridge.console.feature.prices;

import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.RoleCheck;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Screen;
import io.weighbridge.console.shell.Shell;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Texts;
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

/// The versions of the prices, and the queue of unrated usage beside them.
public final class PricesScreen implements Screen {
    private final Workbench bench;
    private final VersionsModel model;
    private final VersionsView versions;
    private final UnratedView unrated;
    private final VBox node = new VBox();
    private final StackPane room = new StackPane();
    private final ToggleButton versionsTab = new ToggleButton(Texts.of("prices.tab.versions"));
    private final ToggleButton unratedTab = new ToggleButton(Texts.of("prices.tab.unrated"));
    private final String refusal;
    private final Subscriptions subscriptions = new Subscriptions();

    private PricesScreen(Workbench bench, Address address) {
        this.bench = bench;
        this.refusal = RoleCheck.refusal(bench.me(), PricesGrpc.getUpdateDraftMethod());
        this.model = new VersionsModel(bench.client(), bench.background(), bench.formats().clock());
        this.versions = new VersionsView(bench, model, this::create);
        this.unrated = new UnratedView(bench, address.filter("account"));
        build(address.filter("tab").equals("unrated"));
    }

    /// The screen of an address: a book where it names one, an import, else all versions; the
    /// filter `tab=unrated` begins at the queue.
    public static Screen of(Address address, Workbench bench, boolean isDrawer) {
        if (!address.id().isEmpty()) {
            return new BookScreen(bench, address.id(), isDrawer);
        }
        return address.filter("tab").equals("import")
                ? new ImportScreen(bench)
                : new PricesScreen(bench, address);
    }

    private void build(boolean isUnrated) {
        node.getStyleClass().add("screen");
        ToggleGroup tabs = new ToggleGroup();
        versionsTab.setToggleGroup(tabs);
        unratedTab.setToggleGroup(tabs);
        versionsTab.getStyleClass().add("left-pill");
        unratedTab.getStyleClass().add("right-pill");
        versionsTab.setId("tab-versions");
        unratedTab.setId("tab-unrated");
        tabs.selectToggle(isUnrated ? unratedTab : versionsTab);
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
                        new HBox(versionsTab, unratedTab),
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
        } else {
            room.getChildren().setAll(versions.node());
            versions.shown();
        }
    }

    private void hideParts() {
        versions.hidden();
        unrated.hidden();
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

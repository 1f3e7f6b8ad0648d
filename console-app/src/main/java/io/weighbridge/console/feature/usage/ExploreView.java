package io.weighbridge.console.feature.usage;

import io.weighbridge.console.action.Actions;
import io.weighbridge.console.action.ConsoleAction;
import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Described;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.feature.usage.ask.Level;
import io.weighbridge.console.feature.usage.ask.Measure;
import io.weighbridge.console.feature.usage.ask.Names;
import io.weighbridge.console.feature.usage.ask.RefusalDrill;
import io.weighbridge.console.feature.usage.ask.Span;
import io.weighbridge.console.feature.usage.ask.TimeRange;
import io.weighbridge.console.feature.usage.ask.UsageFilter;
import io.weighbridge.console.feature.usage.ask.UsageQuery;
import io.weighbridge.console.feature.usage.sums.Exploration;
import io.weighbridge.console.feature.usage.sums.Explored;
import io.weighbridge.console.feature.usage.sums.Sums;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.fx.Subscriptions;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.shell.Workbench;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Usage of a time as chart, and its groups as a table; the chart's own values as a table instead
/// of it. A row leads to what it is made of.
final class ExploreView implements UsageView.Part {
    /// A bucket, with all groups together.
    private record Moment(long beginMs, Sums sums) {}

    // Calls that were made and calls that were refused are not told together: each has its columns.
    private record Tables(DataTable<Exploration.Group> groups, DataTable<Moment> moments) {}

    private final Workbench bench;
    private final Formats formats;
    private final Names names;
    private final ExploreModel model;
    private final UsageChart chart;
    private final Tables calls;
    private final Tables refusals;
    private Tables tables;
    private final VBox below;
    private final HBox said;
    private final StackPane picture = new StackPane();
    private final Label total = new Label();
    private final Button readOn = new Button(Texts.of("usage.read-on"));
    private final StatePane state;
    private UsageQuery query = UsageQuery.of(Address.of(Route.USAGE));
    private boolean isTable;
    private final Subscriptions keys = new Subscriptions();

    ExploreView(Workbench bench, Names names, Consumer<UsageQuery> change) {
        this.bench = bench;
        this.formats = bench.formats();
        this.names = names;
        this.model = new ExploreModel(bench.client(), names, bench.background(), formats);
        this.chart = new UsageChart(formats, names);
        this.calls = tables(Measure.CHARGE, "");
        this.refusals = tables(Measure.REFUSALS, ".refusals");
        this.tables = calls;
        total.setId("usage-total");
        total.getStyleClass().add("muted");
        total.setWrapText(true);
        picture.getChildren().setAll(chart);
        picture.getStyleClass().add("card");
        readOn.setId("usage-read-on");
        readOn.getStyleClass().add("small");
        readOn.setMinWidth(Region.USE_PREF_SIZE);
        readOn.setOnAction(_ -> model.readOn());
        Described.tip(
                readOn, ConsoleAction.READ_ON.text() + "  " + ConsoleAction.READ_ON.keysText());
        readOn.managedProperty().bind(readOn.visibleProperty());
        readOn.setVisible(false);
        said = new HBox(12, total, readOn);
        said.setAlignment(Pos.CENTER_LEFT);
        below = new VBox(6, said, calls.groups().node());
        below.getStyleClass().add("usage-below");
        SplitPane split = new SplitPane(picture, below);
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.55);
        split.getStyleClass().add("usage-split");
        Button week = new Button(Texts.of("usage.empty.action"));
        week.setOnAction(_ -> change.accept(query.with(TimeRange.of(TimeRange.Kind.DAYS_30))));
        state =
                new StatePane(
                                split,
                                Texts.of("usage.empty.title.calls"),
                                Texts.of("usage.empty.text.calls"),
                                () -> model.read(query))
                        .withEmptyAction(week);
        model.stateProperty().subscribe(this::take);
        model.readingProperty()
                .subscribe(reading -> state.setOpacity(Boolean.TRUE.equals(reading) ? 0.7 : 1));
        model.lostProperty().subscribe(_ -> tell());
        model.namesKnownProperty().subscribe(_ -> takeNames());
    }

    private Tables tables(Measure main, String name) {
        Tables both = new Tables(groups(main, name), moments(main, name));
        VBox.setVgrow(both.groups().node(), Priority.ALWAYS);
        return both;
    }

    private DataTable<Exploration.Group> groups(Measure main, String name) {
        DataTable<Exploration.Group> table =
                new DataTable<>(Texts.of("usage.groups"), Exploration.Group::id);
        table.node().setId("usage-groups");
        table.text(Texts.of("usage.column.name"), 220, group -> names.of(level(), group.id()));
        for (Measure measure : main.together()) {
            table.figure(
                    Texts.of("usage.measure." + measure.word()),
                    105,
                    group -> group.total().get(measure),
                    group -> measure.brief(group.total().get(measure), formats),
                    group -> measure.exact(group.total().get(measure), formats));
        }
        return table.sortBy(
                        Texts.of("usage.measure." + main.word()), TableColumn.SortType.DESCENDING)
                .onOpen(this::drill)
                .remember(bench.settings(), "usage.groups" + name);
    }

    private DataTable<Moment> moments(Measure main, String name) {
        DataTable<Moment> table =
                new DataTable<>(
                        Texts.of("usage.moments"), moment -> Long.toString(moment.beginMs()));
        table.node().setId("usage-moments");
        table.text(Texts.of("usage.column.time"), 160, moment -> formats.instant(moment.beginMs()));
        for (Measure measure : main.together()) {
            table.figure(
                    Texts.of("usage.measure." + measure.word()),
                    124,
                    moment -> moment.sums().get(measure),
                    moment -> measure.exact(moment.sums().get(measure), formats),
                    moment -> measure.exact(moment.sums().get(measure), formats));
        }
        return table.remember(bench.settings(), "usage.moments" + name);
    }

    // Of what is shown: it may be older than the query, when a newer one failed.
    private Level level() {
        return model.stateProperty().get() instanceof Loadable.Ready<Explored>(Explored now)
                ? now.exploration().level()
                : query.level();
    }

    /// The keys of tags that there are sums by.
    ReadOnlyObjectProperty<List<String>> tagKeysProperty() {
        return model.tagKeysProperty();
    }

    private void drill(Exploration.Group group) {
        if (!(model.stateProperty().get() instanceof Loadable.Ready<Explored>(Explored shown))) {
            return;
        }
        Exploration now = shown.exploration();
        if (shown.measure() == Measure.REFUSALS) {
            UsageQuery inside = shown.query().with(TimeRange.own(now.buckets().span()));
            RefusalDrill.of(inside, now.level(), group.id())
                    .ifPresentOrElse(
                            bench.navigator()::open,
                            () -> bench.toasts().failed(Texts.of("usage.refusals.nobody")));
            return;
        }
        if (now.level() == Level.SUBJECT && group.id().isEmpty()) {
            // The service cannot be asked for the calls without one.
            bench.toasts().failed(Texts.of("usage.subject.none.drill"));
            return;
        }
        if (now.level() == Level.TAG
                && (group.id().isEmpty() || group.id().equals(UsageFilter.OTHER_TAGS))) {
            bench.toasts().failed(Texts.of("usage.tag.drill"));
            return;
        }
        bench.navigator()
                .open(query.with(now.level()).drill(group.id(), now.buckets().span()).address());
    }

    private void take(Loadable<Explored> now) {
        state.show(now);
        if (now instanceof Loadable.Ready<Explored>(Explored explored)) {
            chart.show(explored);
            Tables next = explored.measure() == Measure.REFUSALS ? refusals : calls;
            next.groups().setRows(explored.ordered());
            next.moments().setRows(moments(explored.exploration()));
            if (!next.equals(tables)) {
                tables = next;
                below.getChildren().setAll(said, tables.groups().node());
                showPicture();
            }
            readOn.setVisible(explored.exploration().isPartial());
            tell();
        }
    }

    private void takeNames() {
        if (model.stateProperty().get() instanceof Loadable.Ready<Explored>(Explored now)) {
            tables.groups().setRows(List.of());
            tables.groups().setRows(now.ordered());
            chart.rename();
        }
    }

    private static List<Moment> moments(Exploration exploration) {
        List<Moment> all = new ArrayList<>();
        for (int i = 0; i < exploration.bucketsRead(); i++) {
            Sums sums = exploration.together().in(i);
            all.add(new Moment(exploration.buckets().begin(i), sums == null ? new Sums() : sums));
        }
        return all;
    }

    private void tell() {
        if (model.stateProperty().get() instanceof Loadable.Ready<Explored>(Explored now)) {
            String said = total(now.exploration());
            if (now.query().isByTag()) {
                said += ' ' + Texts.of("usage.tag.only", now.query().filter().tagKey());
            }
            total.setText(model.lostProperty().get() ? said + ' ' + Texts.of("usage.lost") : said);
        }
    }

    private String total(Exploration exploration) {
        Sums all = exploration.total();
        Span span = exploration.buckets().span();
        String from = formats.instant(span.fromMs());
        String to = formats.instant(span.toMs());
        String sum =
                tables.equals(refusals)
                        ? Texts.of(
                                "usage.sum.refusals",
                                formats.count(all.get(Measure.REFUSALS)),
                                from,
                                to)
                        : Texts.of(
                                "usage.sum",
                                formats.count(all.get(Measure.CALLS)),
                                formats.count(all.get(Measure.TOKENS)),
                                formats.exactMoney(all.get(Measure.CHARGE)),
                                from,
                                to);
        return exploration.isPartial()
                ? sum + ' ' + Texts.of("usage.partial", formats.instant(exploration.readUntilMs()))
                : sum;
    }

    @Override
    public Parent node() {
        return state;
    }

    @Override
    public void show(UsageQuery wanted) {
        query = wanted;
        String kind = wanted.measure() == Measure.REFUSALS ? "refusals" : "calls";
        state.sayEmpty(Texts.of("usage.empty.title." + kind), Texts.of("usage.empty.text." + kind));
        model.read(wanted);
        keys.clear();
        keys.add(bench.actions().bind(ConsoleAction.READ_ON, readOnBinding()));
    }

    private Actions.Binding readOnBinding() {
        return new Actions.Binding(
                readOn::fire,
                readOn.visibleProperty()
                        .map(isPartial -> isPartial ? "" : Texts.of("usage.read-on.none")));
    }

    @Override
    public void hide() {
        keys.clear();
        model.cancel();
    }

    @Override
    public void toggleTable() {
        isTable = !isTable;
        showPicture();
    }

    private void showPicture() {
        picture.getChildren().setAll(isTable ? tables.moments().node() : chart);
    }
}

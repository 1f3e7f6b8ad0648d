package io.weighbridge.console.feature.usage;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.StatePane;
import io.weighbridge.console.fx.Loadable;
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

    private final Workbench bench;
    private final Formats formats;
    private final Names names;
    private final ExploreModel model;
    private final UsageChart chart;
    private final DataTable<Exploration.Group> groups;
    private final DataTable<Moment> moments;
    private final StackPane picture = new StackPane();
    private final Label total = new Label();
    private final Button readOn = new Button(Texts.of("usage.read-on"));
    private final StatePane state;
    private UsageQuery query = UsageQuery.of(Address.of(Route.USAGE));
    private boolean isTable;

    ExploreView(Workbench bench, Names names, Consumer<UsageQuery> change) {
        this.bench = bench;
        this.formats = bench.formats();
        this.names = names;
        this.model = new ExploreModel(bench.client(), names, bench.background(), formats);
        this.chart = new UsageChart(formats, names);
        this.groups = groups();
        this.moments = moments();
        total.setId("usage-total");
        total.getStyleClass().add("muted");
        total.setWrapText(true);
        picture.getChildren().setAll(chart);
        picture.getStyleClass().add("card");
        readOn.setId("usage-read-on");
        readOn.getStyleClass().add("small");
        readOn.setMinWidth(Region.USE_PREF_SIZE);
        readOn.setOnAction(_ -> model.readOn());
        readOn.managedProperty().bind(readOn.visibleProperty());
        readOn.setVisible(false);
        HBox said = new HBox(12, total, readOn);
        said.setAlignment(Pos.CENTER_LEFT);
        VBox below = new VBox(6, said, groups.node());
        below.getStyleClass().add("usage-below");
        VBox.setVgrow(groups.node(), Priority.ALWAYS);
        SplitPane split = new SplitPane(picture, below);
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.55);
        split.getStyleClass().add("usage-split");
        Button week = new Button(Texts.of("usage.empty.action"));
        week.setOnAction(_ -> change.accept(query.with(TimeRange.of(TimeRange.Kind.DAYS_30))));
        state =
                new StatePane(
                                split,
                                Texts.of("usage.empty.title"),
                                Texts.of("usage.empty.text"),
                                () -> model.read(query))
                        .withEmptyAction(week);
        model.stateProperty().subscribe(this::take);
        model.readingProperty()
                .subscribe(reading -> state.setOpacity(Boolean.TRUE.equals(reading) ? 0.7 : 1));
        model.lostProperty().subscribe(_ -> tell());
        model.namesKnownProperty().subscribe(_ -> takeNames());
    }

    private DataTable<Exploration.Group> groups() {
        DataTable<Exploration.Group> table =
                new DataTable<>(Texts.of("usage.groups"), Exploration.Group::id);
        table.node().setId("usage-groups");
        table.text(Texts.of("usage.column.name"), 220, group -> names.of(level(), group.id()));
        for (Measure measure : Measure.values()) {
            table.figure(
                    Texts.of("usage.measure." + measure.word()),
                    105,
                    group -> group.total().get(measure),
                    group -> measure.brief(group.total().get(measure), formats),
                    group -> measure.exact(group.total().get(measure), formats));
        }
        return table.sortBy(Texts.of("usage.measure.charge"), TableColumn.SortType.DESCENDING)
                .onOpen(this::drill)
                .remember(bench.settings(), "usage.groups");
    }

    private DataTable<Moment> moments() {
        DataTable<Moment> table =
                new DataTable<>(
                        Texts.of("usage.moments"), moment -> Long.toString(moment.beginMs()));
        table.node().setId("usage-moments");
        table.text(Texts.of("usage.column.time"), 160, moment -> formats.instant(moment.beginMs()));
        for (Measure measure : Measure.values()) {
            table.figure(
                    Texts.of("usage.measure." + measure.word()),
                    105,
                    moment -> moment.sums().get(measure),
                    moment -> measure.exact(moment.sums().get(measure), formats),
                    moment -> measure.exact(moment.sums().get(measure), formats));
        }
        return table.remember(bench.settings(), "usage.moments");
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
            groups.setRows(explored.ordered());
            moments.setRows(moments(explored.exploration()));
            readOn.setVisible(explored.exploration().isPartial());
            tell();
        }
    }

    private void takeNames() {
        if (model.stateProperty().get() instanceof Loadable.Ready<Explored>(Explored now)) {
            groups.setRows(List.of());
            groups.setRows(now.ordered());
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
        String said =
                Texts.of(
                        "usage.sum",
                        formats.count(all.get(Measure.CALLS)),
                        formats.count(all.get(Measure.TOKENS)),
                        formats.exactMoney(all.get(Measure.CHARGE)),
                        formats.instant(span.fromMs()),
                        formats.instant(span.toMs()));
        return exploration.isPartial()
                ? said + ' ' + Texts.of("usage.partial", formats.instant(exploration.readUntilMs()))
                : said;
    }

    @Override
    public Parent node() {
        return state;
    }

    @Override
    public void show(UsageQuery wanted) {
        query = wanted;
        model.read(wanted);
    }

    @Override
    public void hide() {
        model.cancel();
    }

    @Override
    public void toggleTable() {
        isTable = !isTable;
        picture.getChildren().setAll(isTable ? moments.node() : chart);
    }
}

package io.weighbridge.console.control;

import javafx.scene.control.TableCell;

import java.util.function.Function;
import java.util.function.Supplier;

/// A column of a [GridTable] that is not typed into: what follows from a row.
///
/// @param title in its header
/// @param width in pixels
/// @param cell makes a cell; it reuses its nodes and only sets values in `updateItem`
/// @param copied the same as text
public record FollowingColumn(
        String title,
        int width,
        Supplier<TableCell<GridRow, GridRow>> cell,
        Function<GridRow, String> copied) {}

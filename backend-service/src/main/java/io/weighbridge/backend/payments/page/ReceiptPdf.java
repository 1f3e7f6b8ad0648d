package io.weighbridge.backend.payments.page;

import io.weighbridge.backend.payments.store.Order;
import io.weighbridge.backend.payments.store.Payment;
import io.weighbridge.model.IdKind;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// A receipt on one page of A4. The font is PDFBox's own Liberation Sans: Latin, Greek, Cyrillic
/// and Hebrew letters; what it has no picture of is a question mark.
final class ReceiptPdf {
    private static final String FONT =
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final float LEFT = 60;
    private static final float RIGHT = PDRectangle.A4.getWidth() - 60;
    private static final float TOP = PDRectangle.A4.getHeight() - 80;
    private static final float TITLE_SIZE = 22;
    private static final float SIZE = 11;
    private static final float LINE = 18;

    private final PageSettings settings;

    ReceiptPdf(PageSettings settings) {
        this.settings = settings;
    }

    /// The receipt of a payment.
    byte[] of(OrderView view, Payment payment) {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            document.getDocumentInformation().setTitle("Receipt " + payment.receipt());
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                new Sheet(content, font(document)).write(view, payment);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(32 << 10);
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a receipt cannot be written", e);
        }
    }

    private static PDFont font(PDDocument document) throws IOException {
        try (InputStream file = PDDocument.class.getResourceAsStream(FONT)) {
            if (file == null) {
                throw new IOException(FONT + " is not there");
            }
            return PDType0Font.load(document, file);
        }
    }

    /// Writes from the top to the bottom.
    private final class Sheet {
        private final PDPageContentStream content;
        private final PDFont font;
        private float y = TOP;

        Sheet(PDPageContentStream content, PDFont font) {
            this.content = content;
            this.font = font;
        }

        void write(OrderView view, Payment payment) throws IOException {
            for (String line : settings.seller()) {
                left(line, SIZE);
            }
            y -= LINE;
            left("Receipt " + payment.receipt(), TITLE_SIZE);
            y -= LINE / 2;
            if (settings.isPretended()) {
                left("A demonstration: no real money moved.", SIZE);
            }
            pair("For", view.account());
            pair("Date", Html.when(payment.createdAtMs()));
            pair("Order", IdKind.ORDER.format(view.order().id()));
            pair("Paid through", payment.provider());
            left(payment.reference(), SIZE - 2);
            y -= LINE / 2;
            rule();
            amounts(view, payment);
        }

        private void amounts(OrderView view, Payment payment) throws IOException {
            Order order = view.order();
            pair("Prepaid credit ordered", money(order, order.amountNanos()));
            if (order.feeNanos() != 0) {
                pair("Fee", money(order, order.feeNanos()));
            }
            rule();
            pair("Paid", money(order, payment.receiptArrivedNanos()));
            pair("Credit added to the account", money(order, payment.receiptCreditedNanos()));
            if (payment.isOtherThanReceipt()) {
                since(order, payment);
            }
        }

        // Below the receipt itself, which stays as it was.
        private void since(Order order, Payment payment) throws IOException {
            y -= LINE;
            left("Changed since: as of " + Html.when(payment.changedAtMs()), SIZE);
            y -= LINE / 2;
            rule();
            if (payment.arrivedNanos() != payment.receiptArrivedNanos()) {
                pair("Arrived in all", money(order, payment.arrivedNanos()));
            }
            if (payment.refundedNanos() != 0) {
                pair("Given back", money(order, -payment.refundedNanos()));
            }
            if (payment.disputedNanos() != 0) {
                pair("In dispute, or lost to one", money(order, -payment.disputedNanos()));
            }
            pair("Credit left for it", money(order, payment.creditedNanos()));
        }

        private String money(Order order, long nanos) {
            return Html.money(nanos, order.currency());
        }

        private void rule() throws IOException {
            content.moveTo(LEFT, y + LINE / 2);
            content.lineTo(RIGHT, y + LINE / 2);
            content.setLineWidth(0.5F);
            content.stroke();
            y -= LINE / 2;
        }

        private void left(String text, float size) throws IOException {
            for (String line : lines(text, size, RIGHT - LEFT)) {
                show(line, LEFT, size);
                y -= size + LINE - SIZE;
            }
        }

        // The value is on as many lines as it needs, each at the right.
        private void pair(String name, String value) throws IOException {
            show(drawable(name), LEFT, SIZE);
            for (String line : lines(value, SIZE, (RIGHT - LEFT) * 2 / 3)) {
                show(line, RIGHT - width(line, SIZE), SIZE);
                y -= LINE;
            }
        }

        private void show(String text, float x, float size) throws IOException {
            content.beginText();
            content.setFont(font, size);
            content.newLineAtOffset(x, y);
            content.showText(text);
            content.endText();
        }

        private List<String> lines(String text, float size, float widthMax) throws IOException {
            List<String> lines = new ArrayList<>();
            StringBuilder line = new StringBuilder();
            String drawable = drawable(text);
            for (int i = 0; i < drawable.length(); i++) {
                if (width(line.toString() + drawable.charAt(i), size) > widthMax) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(drawable.charAt(i));
            }
            lines.add(line.toString());
            return lines;
        }

        private float width(String text, float size) throws IOException {
            return font.getStringWidth(text) / 1_000 * size;
        }

        private String drawable(String text) {
            StringBuilder out = new StringBuilder(text.length());
            text.codePoints().forEach(c -> out.append(has(c) ? Character.toString(c) : "?"));
            return out.toString();
        }

        private boolean has(int codePoint) {
            if (Character.isISOControl(codePoint)) {
                return false;
            }
            try {
                font.encode(Character.toString(codePoint));
                return true;
            } catch (IOException | IllegalArgumentException notInIt) {
                return false;
            }
        }
    }
}

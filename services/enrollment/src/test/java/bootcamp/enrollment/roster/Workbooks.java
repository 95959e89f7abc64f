package bootcamp.enrollment.roster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes workbooks by hand, the hostile ones above all, that no program would write. */
final class Workbooks {

    private static final String TYPES =
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd"
                    + ".openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
    private static final String WORKBOOK =
            "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                    + "relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/>"
                    + "</sheets></workbook>";
    private static final String RELATIONS =
            "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/>"
                    + "</Relationships>";

    private Workbooks() {}

    /**
     * @param rows the XML inside {@code <sheetData>}
     */
    static byte[] ofSheet(String rows) {
        return of(parts("<worksheet><sheetData>" + rows + "</sheetData></worksheet>"));
    }

    static Map<String, byte[]> parts(String sheet) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", utf8(TYPES));
        parts.put("xl/workbook.xml", utf8(WORKBOOK));
        parts.put("xl/_rels/workbook.xml.rels", utf8(RELATIONS));
        parts.put("xl/worksheets/sheet1.xml", utf8(sheet));
        return parts;
    }

    static byte[] of(Map<String, byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String row(int row, String... cells) {
        return "<row r=\"" + row + "\">" + String.join("", cells) + "</row>";
    }

    static String text(String address, String text) {
        return "<c r=\"%s\" t=\"inlineStr\"><is><t>%s</t></is></c>".formatted(address, text);
    }

    static String number(String address, String number) {
        return "<c r=\"%s\"><v>%s</v></c>".formatted(address, number);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

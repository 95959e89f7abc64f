package bootcamp.enrollment.roster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/** A file as the first sheet, of those that can be seen, of an Excel workbook (XLSX). */
final class RosterWorkbook {

    private static final Set<String> FORMULA_ERRORS =
            Set.of("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!");

    /** A number with more digits than this is no number of a student and no day. */
    private static final int DIGITS_MAX = 30;

    private RosterWorkbook() {}

    /** The lines with anything in them. */
    static List<RosterLine> read(byte[] bytes, RosterBounds bounds) {
        try {
            WorkbookGuard.demandHarmless(bytes, bounds);
            return lines(bytes, bounds);
        } catch (IOException
                | ExcelReaderException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NullPointerException e) {
            // The reader meets what no spreadsheet program writes in all these ways.
            throw UnreadableRoster.because("NOT_A_SPREADSHEET");
        }
    }

    private static List<RosterLine> lines(byte[] bytes, RosterBounds bounds) throws IOException {
        ReadingOptions tolerant = new ReadingOptions(false, true);
        try (ReadableWorkbook workbook =
                        new ReadableWorkbook(new ByteArrayInputStream(bytes), tolerant);
                Stream<Row> rows = firstVisible(workbook).openStream()) {
            int[] shift = {-1};
            return rows.map(row -> line(row, shift))
                    .filter(line -> !line.isBlank())
                    .limit(bounds.linesMax())
                    .toList();
        }
    }

    private static Sheet firstVisible(ReadableWorkbook workbook) {
        return workbook.getSheets()
                .filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE)
                .findFirst()
                .orElseGet(workbook::getFirstSheet);
    }

    /** Where rows carry no number, the reader counts them from 0. */
    private static RosterLine line(Row row, int[] shift) {
        if (shift[0] < 0) {
            shift[0] = row.getRowNum() == 0 ? 1 : 0;
        }
        List<RosterLine.Cell> cells =
                IntStream.range(0, row.getCellCount()).mapToObj(i -> cell(row, i)).toList();
        return new RosterLine(row.getRowNum() + shift[0], cells);
    }

    private static RosterLine.Cell cell(Row row, int index) {
        return row.getOptionalCell(index).map(RosterWorkbook::cell).orElse(RosterLine.Cell.EMPTY);
    }

    private static RosterLine.Cell cell(Cell cell) {
        if (cell.getType() == CellType.ERROR || FORMULA_ERRORS.contains(cell.getText())) {
            return new RosterLine.Cell("", null, true);
        }
        if (cell.getValue() instanceof BigDecimal number) {
            return new RosterLine.Cell(plain(number), day(cell), false);
        }
        return RosterLine.Cell.of(cell.getText());
    }

    /** As a person sees it: 11391, not 1.1391E4. */
    private static String plain(BigDecimal number) {
        boolean isLong =
                Math.abs((long) number.scale()) > DIGITS_MAX || number.precision() > DIGITS_MAX;
        return isLong ? number.toString() : number.stripTrailingZeros().toPlainString();
    }

    private static @Nullable LocalDate day(Cell cell) {
        try {
            LocalDateTime shown = cell.asDate();
            boolean isWhole = shown != null && shown.toLocalTime().equals(LocalTime.MIDNIGHT);
            return isWhole ? shown.toLocalDate() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}

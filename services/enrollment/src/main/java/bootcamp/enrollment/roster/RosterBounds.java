package bootcamp.enrollment.roster;

/**
 * How much of a file is read before it is refused; nobody's roster comes near, and no file can take
 * the service's memory.
 *
 * @param bytesMax of the file as sent
 * @param unpackedBytesMax of all parts of a workbook together, counted while they are unpacked
 * @param partsMax of a workbook
 * @param rowsMax with anything in them, the header left out
 * @param lineCharsMax of a text file
 * @param columnsMax of a row
 * @param arrayFormulasMax of a workbook: the reader compares each cell with all of them
 */
record RosterBounds(
        int bytesMax,
        long unpackedBytesMax,
        int partsMax,
        int rowsMax,
        int lineCharsMax,
        int columnsMax,
        int arrayFormulasMax) {

    static final RosterBounds DEFAULT =
            new RosterBounds(20 << 20, 64L << 20, 1_000, 50_000, 64 << 10, 256, 5_000);

    /** Excel's own bound for the text of a formula. */
    static final int FORMULA_CHARS_MAX = 8_192;

    /** One more than may be, the header included: enough to see that there are too many. */
    int linesMax() {
        return rowsMax + 2;
    }
}

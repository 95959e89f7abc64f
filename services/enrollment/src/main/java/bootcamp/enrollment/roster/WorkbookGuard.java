package bootcamp.enrollment.roster;

import bootcamp.platform.aggregate.RefusedException;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a workbook once, keeping nothing, and refuses what would cost its reader memory or
 * time out of all proportion: parts that unpack without end, a cell in column ZZZZZZ (the reader
 * makes a list that long), formulas by the ten thousand.
 *
 * <p>Sizes are counted while unpacking; what the file says of itself is not believed. It reads the
 * same parts with the same parser as the reader, so what that could meet is met here first.
 */
final class WorkbookGuard {

    /** Column XFD is Excel's last. */
    private static final int LETTERS_MAX = 3;

    private static final Pattern DIGITS_AND_ON = Pattern.compile("\\$?\\d.*$");

    private final RosterBounds bounds;
    private final XMLInputFactory xml = new InputFactoryImpl();
    private long unpackedBytes;
    private int arrayFormulas;
    private int textChars;

    private WorkbookGuard(RosterBounds bounds) {
        this.bounds = bounds;
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    static void demandHarmless(byte[] bytes, RosterBounds bounds) throws IOException {
        try (ZipFile zip =
                ZipFile.builder()
                        .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                        .get()) {
            new WorkbookGuard(bounds).walk(zip);
        }
    }

    private void walk(ZipFile zip) throws IOException {
        List<ZipArchiveEntry> parts = Collections.list(zip.getEntries());
        if (parts.size() > bounds.partsMax()) {
            throw tooLarge();
        }
        for (ZipArchiveEntry part : parts) {
            try (InputStream content = new Counted(zip.getInputStream(part))) {
                walk(content);
            }
        }
    }

    private void walk(InputStream content) throws IOException {
        try {
            XMLStreamReader xmlEvents = xml.createXMLStreamReader(content);
            while (xmlEvents.hasNext()) {
                demandHarmless(xmlEvents.next(), xmlEvents);
            }
        } catch (XMLStreamException e) {
            // A part that is no XML, or stops being XML, stops the reader at the same place.
            content.transferTo(OutputStream.nullOutputStream());
        }
    }

    private void demandHarmless(int event, XMLStreamReader xmlEvents) {
        if (event == XMLStreamConstants.START_ELEMENT) {
            textChars = 0;
            demandHarmlessElement(xmlEvents);
        } else if (xmlEvents.hasText()) {
            textChars += xmlEvents.getTextLength();
        } else if (event == XMLStreamConstants.END_ELEMENT) {
            demandShortFormula(xmlEvents);
        }
    }

    private void demandHarmlessElement(XMLStreamReader xmlEvents) {
        switch (xmlEvents.getLocalName()) {
            case "c" -> demandNearColumn(xmlEvents.getAttributeValue(null, "r"));
            case "f" -> demandFewArrays(xmlEvents.getAttributeValue(null, "t"));
            default -> {}
        }
    }

    private void demandFewArrays(@Nullable String kind) {
        if ("array".equals(kind) && ++arrayFormulas > bounds.arrayFormulasMax()) {
            throw UnreadableRoster.because("TOO_MANY_FORMULAS");
        }
    }

    private void demandShortFormula(XMLStreamReader xmlEvents) {
        boolean isFormula = xmlEvents.getLocalName().equals("f");
        if (isFormula && textChars > RosterBounds.FORMULA_CHARS_MAX) {
            throw UnreadableRoster.because("TOO_MANY_FORMULAS");
        }
    }

    private void demandNearColumn(@Nullable String address) {
        String letters = address == null ? "" : DIGITS_AND_ON.matcher(address).replaceFirst("");
        String plain = letters.replace("$", "").toUpperCase(Locale.ROOT);
        if (plain.length() > LETTERS_MAX || number(plain) > bounds.columnsMax()) {
            throw UnreadableRoster.because("TOO_MANY_COLUMNS", "max", bounds.columnsMax());
        }
    }

    private static int number(String letters) {
        return letters.chars().reduce(0, (number, letter) -> number * 26 + letter - 'A' + 1);
    }

    private RefusedException tooLarge() {
        return UnreadableRoster.because(
                "UNPACKED_TOO_LARGE", "maxBytes", bounds.unpackedBytesMax());
    }

    /** Counts what comes out of all parts together, and stops it at the bound. */
    private final class Counted extends FilterInputStream {

        Counted(InputStream packed) {
            super(packed);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int bytes) {
            unpackedBytes += bytes;
            if (unpackedBytes > bounds.unpackedBytesMax()) {
                throw tooLarge();
            }
        }
    }
}

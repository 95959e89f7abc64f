package bootcamp.competition.scoring;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Characters of a file in UTF-8, without the mark at its start. What comes before bytes that are
 * none is given out first, so that a fault in a line before them is found first.
 */
final class StrictUtf8 extends Reader {

    private static final char MARK = '\uFEFF';
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final long bytesMax;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long read;
    private boolean atStart = true;
    private boolean atEnd;

    /** Not text in UTF-8 from here on. */
    static final class NotUtf8 extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** More bytes than are taken. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    StrictUtf8(InputStream in, long bytesMax) {
        this.in = in;
        this.bytesMax = bytesMax;
    }

    @Override
    public int read(char[] chars, int from, int length) throws IOException {
        CharBuffer out = CharBuffer.wrap(chars, from, length).slice();
        while (true) {
            CoderResult result = decoder.decode(bytes, out, atEnd);
            skipMark(out, chars, from);
            if (out.position() > 0) {
                return out.position();
            }
            if (result.isError()) {
                throw new NotUtf8();
            }
            if (atEnd) {
                return -1;
            }
            fill();
        }
    }

    private void skipMark(CharBuffer out, char[] chars, int from) {
        if (atStart && out.position() > 0) {
            atStart = false;
            if (chars[from] == MARK) {
                System.arraycopy(chars, from + 1, chars, from, out.position() - 1);
                out.position(out.position() - 1);
            }
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int got = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (got < 0) {
            atEnd = true;
        } else {
            read += got;
            if (read > bytesMax) {
                throw new TooLarge();
            }
            bytes.position(bytes.position() + got);
        }
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

package bootcamp.platform.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/** Writes {@link LogLine}s where a Logback file says how to log. */
public final class LogEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    private final LogLine line = new LogLine();

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return line.format(event).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}

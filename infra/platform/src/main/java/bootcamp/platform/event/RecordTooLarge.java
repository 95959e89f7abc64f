package bootcamp.platform.event;

/** Says that an event is above the bound for one record, before anything of it was sent. */
public final class RecordTooLarge extends IllegalArgumentException {

    private final int bytes;

    RecordTooLarge(String key, int bytes) {
        super(
                "the record of %s has %d bytes, at most %d are allowed"
                        .formatted(key, bytes, EventCodec.RECORD_BYTES_MAX));
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }
}

package bootcamp.faults;

import bootcamp.faults.WireProxy.Tap;
import java.time.Duration;

/** The moments at which a reader of the topic dies, by what passes between it and Kafka. */
enum ReaderCrash {
    GATEWAY_CATCHING_UP("gateway, while catching up"),
    GATEWAY_AFTER_POLL("gateway, after a live poll, before the fold"),
    GATEWAY_AFTER_THE_FOLD("gateway, with the fold under way or done, before push"),
    SERVICE_AFTER_POLL("service, after poll"),
    SERVICE_BEFORE_COMMIT("service, after its effect, before the commit of its offsets");

    /** An answer without records is smaller than this. */
    private static final int WITH_RECORDS_BYTES_MIN = 600;

    private static final Duration FOLD = Duration.ofMillis(5);
    private static final String GATEWAY = "gateway";

    private final String words;

    ReaderCrash(String words) {
        this.words = words;
    }

    static boolean hasRecords(byte[] request, byte[] answer) {
        return Wire.kafkaApi(request) == Wire.FETCH && answer.length >= WITH_RECORDS_BYTES_MIN;
    }

    boolean isOfGateway() {
        return this == GATEWAY_CATCHING_UP
                || this == GATEWAY_AFTER_POLL
                || this == GATEWAY_AFTER_THE_FOLD;
    }

    /** Kills the victim at the moment. */
    Tap tap(Armed armed) {
        return new Tap() {
            @Override
            public void request(byte[] request) {
                if (ReaderCrash.this == GATEWAY_CATCHING_UP) {
                    Wire.askForLittle(request, GATEWAY);
                }
                if (ReaderCrash.this == SERVICE_BEFORE_COMMIT
                        && Wire.kafkaApi(request) == Wire.OFFSET_COMMIT
                        && armed.isTime()) {
                    armed.kill();
                }
            }

            @Override
            public void answer(byte[] request, byte[] answer) {
                if (ReaderCrash.this != SERVICE_BEFORE_COMMIT
                        && hasRecords(request, answer)
                        && Wire.kafkaClient(request).startsWith(GATEWAY) == isOfGateway()
                        && armed.isTime()) {
                    if (ReaderCrash.this == GATEWAY_AFTER_THE_FOLD) {
                        // Passed on at once; the kill comes a moment later, from beside.
                        Thread.ofVirtual()
                                .start(
                                        () -> {
                                            Pause.of(FOLD);
                                            armed.kill();
                                        });
                    } else {
                        armed.kill();
                    }
                }
            }
        };
    }

    @Override
    public String toString() {
        return words;
    }
}

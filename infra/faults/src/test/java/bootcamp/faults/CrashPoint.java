package bootcamp.faults;

import bootcamp.faults.WireProxy.Tap;
import java.time.Duration;

/**
 * The moments between two steps of a command, by what passes on the wire. The service dies while
 * the message that marks the moment is held: before it is delivered, or delivered but not answered.
 */
enum CrashPoint {
    BEFORE_THE_WRITE("before the write") {
        @Override
        Armed arm(Site site, Site.Service service, int skip) {
            return atMongoRequest(service, skip, Wire::isWrite);
        }
    },
    AFTER_THE_WRITE("after it, before the reply") {
        @Override
        Armed arm(Site site, Site.Service service, int skip) {
            return atMongoAnswer(service, skip, Wire::isWrite);
        }
    },
    /** The record is held until the command's own answer has left, then all ends. */
    BEFORE_THE_RELAY("after the reply, before the relay") {
        @Override
        Armed arm(Site site, Site.Service service, int skip) {
            Armed armed = new Armed(service.part(), skip);
            site.kafka.tap(
                    new Tap() {
                        @Override
                        public void request(byte[] request) {
                            if (isOurs(request) && armed.isTime()) {
                                Pause.of(ANSWERS_LEAVE);
                                armed.kill();
                            }
                        }
                    });
            return armed;
        }
    },
    AFTER_THE_SEND("after send, before ack") {
        @Override
        Armed arm(Site site, Site.Service service, int skip) {
            Armed armed = new Armed(service.part(), skip);
            site.kafka.tap(
                    new Tap() {
                        @Override
                        public void answer(byte[] request, byte[] answer) {
                            if (isOurs(request) && armed.isTime()) {
                                armed.kill();
                            }
                        }
                    });
            return armed;
        }
    },
    BEFORE_THE_PULL("after ack, before pull") {
        @Override
        Armed arm(Site site, Site.Service service, int skip) {
            return atMongoRequest(service, skip, Wire::isPull);
        }
    },
    MID_PULL("mid-pull") {
        @Override
        Armed arm(Site site, Site.Service service, int skip) {
            return atMongoAnswer(service, skip, Wire::isPull);
        }
    };

    private static final Duration ANSWERS_LEAVE = Duration.ofMillis(300);

    private final String words;

    CrashPoint(String words) {
        this.words = words;
    }

    /**
     * Waits in the proxies for the moment.
     *
     * @param skip how many such moments are let pass first
     */
    abstract Armed arm(Site site, Site.Service service, int skip);

    @Override
    public String toString() {
        return words;
    }

    private static boolean isOurs(byte[] request) {
        return Wire.kafkaApi(request) == Wire.PRODUCE
                && Wire.kafkaClient(request).startsWith("enrollment");
    }

    private interface Moment {
        boolean is(byte[] request);
    }

    private static Armed atMongoRequest(Site.Service service, int skip, Moment moment) {
        Armed armed = new Armed(service.part(), skip);
        service.mongo()
                .tap(
                        new Tap() {
                            @Override
                            public void request(byte[] request) {
                                if (moment.is(request) && armed.isTime()) {
                                    armed.kill();
                                }
                            }
                        });
        return armed;
    }

    private static Armed atMongoAnswer(Site.Service service, int skip, Moment moment) {
        Armed armed = new Armed(service.part(), skip);
        service.mongo()
                .tap(
                        new Tap() {
                            @Override
                            public void answer(byte[] request, byte[] answer) {
                                if (moment.is(request) && armed.isTime()) {
                                    armed.kill();
                                }
                            }
                        });
        return armed;
    }
}

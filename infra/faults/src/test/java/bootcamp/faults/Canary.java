package bootcamp.faults;

import java.util.List;
import java.util.Locale;

/** Personal data of the workload, in words that occur nowhere else: where they are found, told. */
final class Canary {

    static final String NAME = "Zaunkoenig";
    static final String MAIL = "rotkehlchen.example";
    static final String PHONE = "+9990190";

    /** Each is in the data of every person of the workload. */
    static final List<String> WORDS = List.of(NAME, MAIL, PHONE);

    private Canary() {}

    static String nameOf(String externalId) {
        return NAME + " " + externalId;
    }

    static String emailOf(String externalId) {
        return externalId.toLowerCase(Locale.ROOT) + "@" + MAIL;
    }

    static String phoneOf(String externalId) {
        return PHONE + " " + externalId;
    }
}

package bootcamp.faults;

/** Personal data of the workload, in words that occur nowhere else: where they are found, told. */
final class Canary {

    static final String NAME = "Zaunkoenig";
    static final String MAIL = "zaunkoenig.example";

    private Canary() {}

    static String nameOf(String externalId) {
        return NAME + " " + externalId;
    }

    static String emailOf(String externalId) {
        return externalId.toLowerCase(java.util.Locale.ROOT) + "@" + MAIL;
    }
}

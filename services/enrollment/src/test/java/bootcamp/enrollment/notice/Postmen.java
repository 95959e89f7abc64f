package bootcamp.enrollment.notice;

import bootcamp.platform.service.RunningService;

/** Who has letters sent, for tests of other packages. */
public final class Postmen {

    private Postmen() {}

    /** Of an installation without a mail server. */
    public static Postman withoutServer(RunningService service) {
        return new Postman(null, service.bean(LetterStore.class));
    }
}

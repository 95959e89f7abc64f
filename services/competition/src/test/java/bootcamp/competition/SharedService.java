package bootcamp.competition;

import bootcamp.platform.service.RunningService;

/** One service for all tests of a JVM that need nothing but one; each has cohorts of its own. */
public final class SharedService {

    public static final RunningService SERVICE =
            RunningService.start(CompetitionApplication.NAME, CompetitionApplication::builder);
    public static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static int another;

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    SCHOOL.close();
                                    SERVICE.close();
                                }));
    }

    private SharedService() {}

    /** The number of a second process of it. */
    public static synchronized int another() {
        if (another == 0) {
            another = SERVICE.startAnother();
        }
        return another;
    }
}

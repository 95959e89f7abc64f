package bootcamp.review;

import bootcamp.platform.service.RunningService;
import bootcamp.review.ticket.QuickKeys;

/** One service for all tests of a JVM that need nothing but one; each has cohorts of its own. */
public final class SharedService {

    public static final RunningService SERVICE =
            RunningService.start(ReviewApplication.NAME, QuickKeys::builder);
    public static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());

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
}

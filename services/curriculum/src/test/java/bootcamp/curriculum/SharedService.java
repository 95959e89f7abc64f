package bootcamp.curriculum;

import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.service.RunningService;

/** One service for all tests of a JVM that need nothing but one; each has cohorts of its own. */
public final class SharedService {

    public static final RunningService SERVICE =
            RunningService.start(CurriculumApplication.NAME, CurriculumApplication::builder);
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

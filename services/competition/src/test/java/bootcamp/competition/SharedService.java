package bootcamp.competition;

import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.service.Hangs;
import bootcamp.platform.service.RunningService;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** One service for all tests of a JVM that need nothing but one; each has cohorts of its own. */
public final class SharedService {

    private static final List<Hangs> HANGS = new ArrayList<>();

    public static final RunningService SERVICE =
            RunningService.start(CompetitionApplication.NAME, SharedService::program);
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

    private static SpringApplicationBuilder program() {
        Hangs hangs = new Hangs("scoringTimers");
        HANGS.add(hangs);
        return CompetitionApplication.builder()
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(hangs));
    }

    /** What hangs in a process of it. */
    public static Hangs hangsOf(int process) {
        return HANGS.get(process);
    }
}

package bootcamp.curriculum.lecture;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.service.RunningService;
import org.junit.jupiter.api.AfterAll;

/** On the embedded broker and database. */
class LectureSeatsServiceTest extends LectureSeatsKitTest {

    private static final class Running {
        static final RunningService SERVICE =
                RunningService.start(CurriculumApplication.NAME, CurriculumApplication::builder);
        static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    }

    LectureSeatsServiceTest() {
        super(Running.SERVICE, Running.SCHOOL);
    }

    @AfterAll
    static void stop() {
        Running.SCHOOL.close();
        Running.SERVICE.close();
    }
}

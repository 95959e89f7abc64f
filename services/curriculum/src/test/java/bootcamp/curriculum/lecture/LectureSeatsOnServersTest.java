package bootcamp.curriculum.lecture;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.platform.container.NeedsDocker;
import bootcamp.platform.container.Servers;
import bootcamp.platform.school.SchoolTopic;
import bootcamp.platform.service.RunningService;
import org.junit.jupiter.api.AfterAll;

/** The same on a real MongoDB replica set and Kafka's own image. */
@NeedsDocker
class LectureSeatsOnServersTest extends LectureSeatsKitTest {

    private static final class Running {
        static final RunningService SERVICE =
                RunningService.on(
                        CurriculumApplication.NAME,
                        CurriculumApplication::builder,
                        Servers.bootstrapServers(),
                        Servers.mongodbUri());
        static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    }

    LectureSeatsOnServersTest() {
        super(Running.SERVICE, Running.SCHOOL);
    }

    @AfterAll
    static void stop() {
        Running.SCHOOL.close();
        Running.SERVICE.close();
    }
}

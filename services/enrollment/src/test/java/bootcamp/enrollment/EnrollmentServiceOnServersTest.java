package bootcamp.enrollment;

import bootcamp.platform.container.NeedsDocker;
import bootcamp.platform.container.Servers;
import bootcamp.platform.service.RunningService;

/** The same on a real MongoDB replica set and Kafka's own image. */
@NeedsDocker
class EnrollmentServiceOnServersTest extends EnrollmentServiceTest {

    @Override
    RunningService start() {
        return RunningService.on(
                EnrollmentApplication.NAME,
                EnrollmentApplication::builder,
                Servers.bootstrapServers(),
                Servers.mongodbUri());
    }
}

package bootcamp.enrollment;

import bootcamp.platform.container.NeedsDocker;
import bootcamp.platform.container.Servers;

/** The same on a real MongoDB replica set and Kafka's own image. */
@NeedsDocker
class EnrollmentServiceOnServersTest extends EnrollmentServiceTest {

    @Override
    RunningService start() {
        return RunningService.on(Servers.bootstrapServers(), Servers.mongodbUri());
    }
}

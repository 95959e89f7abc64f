package bootcamp.platform.deadletter;

import bootcamp.platform.container.NeedsDocker;
import bootcamp.platform.container.Servers;
import org.jspecify.annotations.NullUnmarked;

/** The same against Kafka's own image. */
@NullUnmarked
@NeedsDocker
class EventFeedOnKafkaTest extends EventFeedTest {

    @Override
    String startServer() {
        return Servers.bootstrapServers();
    }

    @Override
    void stopServer() {}
}

package bootcamp.compose;

import bootcamp.platform.container.NeedsDocker;
import bootcamp.platform.container.Servers;
import java.net.URI;

/** The same on a real MongoDB replica set and Kafka's own image. */
@NeedsDocker
class PlatformOnServersTest extends PlatformAsProcessesTest {

    @Override
    int startDatabase() {
        return URI.create(Servers.mongodbUri()).getPort();
    }

    @Override
    int startBroker() {
        return URI.create("kafka://" + Servers.bootstrapServers()).getPort();
    }
}

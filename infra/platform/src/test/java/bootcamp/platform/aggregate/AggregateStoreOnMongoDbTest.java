package bootcamp.platform.aggregate;

import bootcamp.platform.container.NeedsDocker;
import bootcamp.platform.container.Servers;
import org.jspecify.annotations.NullUnmarked;

/** The same on a real replica set. */
@NullUnmarked
@NeedsDocker
class AggregateStoreOnMongoDbTest extends AggregateStoreTest {

    @Override
    String startDatabase() {
        return Servers.mongodbUri();
    }

    @Override
    void stopDatabase() {}
}

package bootcamp.platform.file;

import bootcamp.platform.container.NeedsDocker;
import bootcamp.platform.container.Servers;

/** The same on a real replica set. */
@NeedsDocker
class GridFsFileStoreOnMongoDbTest extends GridFsFileStoreTest {

    @Override
    String startDatabase() {
        return Servers.mongodbUri();
    }
}

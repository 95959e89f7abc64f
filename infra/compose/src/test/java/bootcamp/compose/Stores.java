package bootcamp.compose;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import java.net.URI;
import java.nio.file.Path;

/**
 * The embedded broker or database as a process of its own, in the place of a server's: {@code
 * broker DIR} or {@code database DIR}. Prints its port, and runs until it is killed.
 */
final class Stores {

    private Stores() {}

    public static void main(String[] args) throws InterruptedException {
        Path directory = Path.of(args[1]);
        int port =
                args[0].equals("broker")
                        ? URI.create(
                                        "kafka://"
                                                + EmbeddedBroker.start(directory)
                                                        .bootstrapServers())
                                .getPort()
                        : URI.create(EmbeddedDatabase.start(directory).uri()).getPort();
        System.out.println(port);
        Thread.currentThread().join();
    }
}

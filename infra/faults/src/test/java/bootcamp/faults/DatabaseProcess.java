package bootcamp.faults;

import bootcamp.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The embedded database as a process of its own: {@code DIRECTORY PORT}. */
final class DatabaseProcess {

    private DatabaseProcess() {}

    public static void main(String[] args) throws InterruptedException {
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(Path.of(args[0]), Integer.parseInt(args[1]))) {
            System.out.println("Serving " + database.uri());
            new CountDownLatch(1).await();
        }
    }
}

package bootcamp.faults;

import bootcamp.embedded.EmbeddedBroker;
import java.nio.file.Path;

/** The embedded broker as a process of its own: {@code DIRECTORY PORT ADVERTISED_PORT}. */
final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] args) {
        try {
            EmbeddedBroker broker =
                    EmbeddedBroker.start(
                            Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            System.out.println("Serving " + broker.bootstrapServers());
        } catch (RuntimeException e) {
            // Kafka's own threads would go on.
            System.out.println("The broker did not start: " + e);
            Runtime.getRuntime().halt(1);
        }
    }
}

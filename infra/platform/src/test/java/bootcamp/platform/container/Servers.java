package bootcamp.platform.container;

import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mongodb.MongoDBContainer;

/**
 * A real MongoDB replica set and a real Kafka, of the versions of {@code docker-compose.yml}: one
 * of each for all tests of a JVM, started when first asked for and gone with it.
 */
public final class Servers {

    public static final String MONGODB_IMAGE = "mongo:8.0.15";
    public static final String KAFKA_IMAGE = "apache/kafka:4.1.2";

    private static final class MongoDb {
        static final MongoDBContainer SERVER = new MongoDBContainer(MONGODB_IMAGE).withReplicaSet();

        static {
            SERVER.start();
        }
    }

    private static final class Kafka {
        static final KafkaContainer SERVER = new KafkaContainer(KAFKA_IMAGE);

        static {
            SERVER.start();
        }
    }

    private Servers() {}

    /** As the compose file asks for it: on the disks of the majority before it is answered. */
    public static String mongodbUri() {
        return MongoDb.SERVER.getConnectionString() + "/?w=majority&journal=true";
    }

    /** {@code host:port}. */
    public static String bootstrapServers() {
        return Kafka.SERVER.getBootstrapServers();
    }
}

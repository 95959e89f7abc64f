package bootcamp.faults;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** What a message of Kafka's or MongoDB's wire protocol is. */
final class Wire {

    static final short PRODUCE = 0;
    static final short FETCH = 1;
    static final short OFFSET_COMMIT = 8;

    private static final int OP_MSG = 2013;

    private Wire() {}

    // ---- Kafka

    static short kafkaApi(byte[] request) {
        return ByteBuffer.wrap(request).getShort(4);
    }

    /** How the client names itself. */
    static String kafkaClient(byte[] request) {
        ByteBuffer buffer = ByteBuffer.wrap(request);
        int length = buffer.getShort(12);
        return length <= 0 ? "" : new String(request, 14, length, StandardCharsets.UTF_8);
    }

    /** Makes a client's request for records one for as few as the broker can give, in place. */
    static void askForLittle(byte[] request, String client) {
        if (kafkaApi(request) != FETCH || !kafkaClient(request).startsWith(client)) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(request);
        // From version 15 on: the client's name, an empty field of tags, how long to wait, how much
        // at least, how much at most.
        if (buffer.getShort(6) >= 15) {
            buffer.putInt(14 + buffer.getShort(12) + 1 + 8, 1);
        }
    }

    // ---- MongoDB

    /** The command; empty for what is not one. */
    static Optional<BsonDocument> mongoCommand(byte[] request) {
        ByteBuffer buffer = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
        if (buffer.getInt(12) != OP_MSG) {
            return Optional.empty();
        }
        int at = 20;
        while (at < request.length) {
            byte kind = request[at];
            int size = buffer.getInt(at + 1);
            if (kind == 0) {
                return Optional.of(new RawBsonDocument(request, at + 1, size));
            }
            at += 1 + size;
        }
        return Optional.empty();
    }

    /** Whether it writes a document of one of the aggregates. */
    static boolean isWrite(byte[] request) {
        return mongoCommand(request)
                .filter(
                        command ->
                                is(command, "insert", "enrollments")
                                        || is(command, "update", "enrollments")
                                        || is(command, "insert", "cohorts")
                                        || is(command, "update", "cohorts"))
                .isPresent();
    }

    /** Whether it changes that cohort. */
    static boolean isUpdateOfCohort(byte[] request, String cohortId) {
        // What is matched comes in a part of its own, as a string that ends with a zero.
        return mongoCommand(request).filter(command -> is(command, "update", "cohorts")).isPresent()
                && new String(request, StandardCharsets.ISO_8859_1)
                        .contains("_id\0%s\0".formatted(sized(cohortId)));
    }

    /** A string as BSON has it after its name: its length with the zero, little end first. */
    private static String sized(String text) {
        byte[] size =
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(text.length() + 1)
                        .array();
        return new String(size, StandardCharsets.ISO_8859_1) + text;
    }

    /** Whether it pulls what was published out of an outbox. */
    static boolean isPull(byte[] request) {
        return mongoCommand(request)
                .filter(command -> command.getFirstKey().equalsIgnoreCase("findAndModify"))
                .filter(command -> command.toJson().contains("$pull"))
                .isPresent();
    }

    /** Whether it pulls out of the outbox of that document. */
    static boolean isPullOf(byte[] request, String id) {
        return isPull(request)
                && mongoCommand(request)
                        .map(command -> command.getDocument("query"))
                        .filter(query -> query.getString("_id").getValue().equals(id))
                        .isPresent();
    }

    private static boolean is(BsonDocument command, String name, String collection) {
        return command.getFirstKey().equals(name)
                && command.isString(name)
                && command.getString(name).getValue().equals(collection);
    }
}

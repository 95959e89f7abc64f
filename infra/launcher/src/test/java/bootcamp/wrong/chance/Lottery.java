package bootcamp.wrong.chance;

import java.util.UUID;
import java.util.function.Supplier;

/** Draws a number by itself. */
record Lottery(Supplier<UUID> draw) {

    static Lottery random() {
        return new Lottery(UUID::randomUUID);
    }
}

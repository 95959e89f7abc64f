package bootcamp.platform.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reactor.core.publisher.Flux;

/** Cuts a stream of bytes into blocks of one length; the last one, and only it, may be shorter. */
final class Blocks {

    private final byte[] present;
    private int filled;

    private Blocks(int bytes) {
        this.present = new byte[bytes];
    }

    /**
     * A block.
     *
     * @param last whether none comes after it
     */
    record Block(byte[] bytes, boolean last) {}

    /** At least one block, be it empty. */
    static Flux<Block> of(Flux<ByteBuffer> bytes, int blockBytes) {
        return Flux.defer(
                () -> {
                    Blocks blocks = new Blocks(blockBytes);
                    return bytes.concatMapIterable(blocks::add)
                            .concatWith(Flux.defer(() -> Flux.just(blocks.block(true))));
                });
    }

    /** A full block waits for a byte behind it: only then it is known not to be the last. */
    private List<Block> add(ByteBuffer buffer) {
        List<Block> full = new ArrayList<>();
        while (buffer.hasRemaining()) {
            if (filled == present.length) {
                full.add(block(false));
            }
            int length = Math.min(buffer.remaining(), present.length - filled);
            buffer.get(present, filled, length);
            filled += length;
        }
        return full;
    }

    private Block block(boolean last) {
        Block block = new Block(Arrays.copyOf(present, filled), last);
        filled = 0;
        return block;
    }
}

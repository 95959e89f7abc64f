package bootcamp.platform.file;

import bootcamp.platform.file.Blocks.Block;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Files that are encrypted before they reach their store, each under a key of its own.
 *
 * <p>A file is sealed block by block (AES-256-GCM), so that it can flow. A block's nonce is its
 * number and whether it is the last; so blocks cannot change places, and a file that was cut short
 * or lengthened does not open (Hoang, Reyhanitabar, Rogaway and Vizár, 2015). A nonce never comes
 * twice under a key, for a key seals one file, once. The id is authenticated with each block.
 */
public final class SealedFiles {

    static final int BLOCK_BYTES = 64 << 10;
    private static final int TAG_BYTES = FileKeys.TAG_BITS / 8;
    private static final int NONCE_BYTES = 12;

    private final FileStore files;
    private final FileKeys keys;

    public SealedFiles(FileStore files, FileKeys keys) {
        this.files = files;
        this.keys = keys;
    }

    /** As {@link FileStore#write}; what comes of it is for the document that names the file. */
    public Mono<SealedFile> write(String id, Flux<ByteBuffer> bytes) {
        return Mono.defer(
                () -> {
                    SecretKey key = keys.fresh();
                    return files.write(id, crypted(Cipher.ENCRYPT_MODE, id, key, bytes))
                            .then(Mono.fromSupplier(() -> new SealedFile(id, keys.wrap(id, key))));
                });
    }

    /**
     * As {@link FileStore#read}; fails with {@link IllegalStateException} for what was not sealed
     * so, whole or in part.
     */
    public Flux<ByteBuffer> read(SealedFile file) {
        return Flux.defer(
                () ->
                        crypted(
                                Cipher.DECRYPT_MODE,
                                file.fileId(),
                                keys.unwrap(file.fileId(), file.key()),
                                files.read(file.fileId())));
    }

    /** As {@link FileStore#remove}. */
    public Mono<Void> remove(String id) {
        return files.remove(id);
    }

    private static Flux<ByteBuffer> crypted(
            int mode, String id, SecretKey key, Flux<ByteBuffer> bytes) {
        int blockBytes = mode == Cipher.ENCRYPT_MODE ? BLOCK_BYTES : BLOCK_BYTES + TAG_BYTES;
        return Flux.defer(
                () -> {
                    AtomicLong number = new AtomicLong();
                    return Blocks.of(bytes, blockBytes)
                            .map(block -> crypt(mode, id, key, number.getAndIncrement(), block));
                });
    }

    private static ByteBuffer crypt(int mode, String id, SecretKey key, long number, Block block) {
        byte[] nonce =
                ByteBuffer.allocate(NONCE_BYTES)
                        .putLong(number)
                        .put((byte) (block.last() ? 1 : 0))
                        .array();
        try {
            Cipher cipher = Cipher.getInstance(FileKeys.CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(FileKeys.TAG_BITS, nonce));
            cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(cipher.doFinal(block.bytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the file " + id + " can't be sealed or opened", e);
        }
    }
}

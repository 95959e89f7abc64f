package bootcamp.curriculum.request;

import java.time.Instant;

/**
 * The file that belongs to a request.
 *
 * @param fileId where it lies, sealed
 * @param key of the file, wrapped
 * @param contentType by what the file is, whatever it was called
 * @param bytes as it was sent
 */
public record Evidence(String fileId, String key, String contentType, long bytes, Instant at) {

    /** Never the key. */
    @Override
    public String toString() {
        return "Evidence[" + fileId + "]";
    }
}

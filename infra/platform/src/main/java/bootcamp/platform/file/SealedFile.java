package bootcamp.platform.file;

/**
 * What a document keeps of a sealed file. Without it nobody can read the file.
 *
 * @param key wrapped, in Base64 for URLs
 */
public record SealedFile(String fileId, String key) {

    /** Never the key. */
    @Override
    public String toString() {
        return "SealedFile[" + fileId + "]";
    }
}

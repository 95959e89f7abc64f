package bootcamp.curriculum.checkin;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code (ISO/IEC 18004, error correction M) as a path of SVG.
 *
 * @param size its side, in squares, the quiet zone of four at each side with it
 * @param path the dark squares, one unit each
 */
record QrPicture(int size, String path) {

    private static final int QUIET = 4;

    static QrPicture of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            int x = 0;
            while (x < code.size) {
                int from = x;
                while (x < code.size && code.getModule(x, y)) {
                    x++;
                }
                if (x > from) {
                    path.append(
                            "M%d %dh%dv1h-%dz"
                                    .formatted(from + QUIET, y + QUIET, x - from, x - from));
                }
                x++;
            }
        }
        return new QrPicture(code.size + 2 * QUIET, path.toString());
    }
}

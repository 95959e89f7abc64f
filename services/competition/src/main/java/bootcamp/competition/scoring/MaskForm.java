package bootcamp.competition.scoring;

import bootcamp.competition.scoring.Fault.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Images of 0 and 1, point by point in one text: of each, the points that are 1 in both by those
 * that are 1 in either (Jaccard); nothing against nothing is 1.
 */
final class MaskForm implements Form {

    private final List<String> masks = new ArrayList<>();

    @Override
    public void label(Rows rows, int[] key, int field) {
        String mask = rows.text(field);
        if (mask.isEmpty() || !isMask(rows, field)) {
            throw new FaultException(Fault.at(rows.line(), null, Code.NOT_A_LABEL, "points"));
        }
        masks.add(mask);
    }

    private static boolean isMask(Rows rows, int field) {
        int from = rows.from(field);
        for (int i = from; i < from + rows.length(field); i++) {
            if (rows.chars()[i] != '0' && rows.chars()[i] != '1') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void complete(Splits splits) {}

    @Override
    public Predictions begin(List<String> columns, int rows) {
        return new RowScores(rows, this::judge);
    }

    private double judge(int row, Rows rows, int field) {
        String mask = masks.get(row);
        if (rows.length(field) != mask.length()) {
            throw new FaultException(
                    Fault.at(
                            rows.line(),
                            null,
                            Code.NOT_A_LABEL,
                            "size",
                            Map.of("wanted", mask.length())));
        }
        if (!isMask(rows, field)) {
            throw new FaultException(Fault.at(rows.line(), null, Code.NOT_A_LABEL, "points"));
        }
        int both = 0;
        int either = 0;
        for (int i = 0; i < mask.length(); i++) {
            boolean truth = mask.charAt(i) == '1';
            boolean predicted = rows.chars()[rows.from(field) + i] == '1';
            both += truth && predicted ? 1 : 0;
            either += truth || predicted ? 1 : 0;
        }
        return either == 0 ? 1 : (double) both / either;
    }
}

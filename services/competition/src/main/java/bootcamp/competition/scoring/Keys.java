package bootcamp.competition.scoring;

import java.util.Arrays;

/**
 * Texts with their numbers in the order of adding, in a few arrays: a million ids are no million
 * objects, and are looked up from a reader's buffer without making a text of it.
 */
final class Keys {

    private static final int NONE = -1;

    private char[] text = new char[1 << 10];
    private int[] ends = new int[1 << 6];
    private int[] table = new int[1 << 7];
    private int count;

    Keys() {
        Arrays.fill(table, NONE);
    }

    int count() {
        return count;
    }

    String get(int key) {
        int from = start(key);
        return new String(text, from, ends[key] - from);
    }

    /** The number of the text; negative where it is not there. */
    int find(char[] chars, int from, int length) {
        for (int slot = slot(chars, from, length); ; slot = slot + 1 & table.length - 1) {
            int key = table[slot];
            if (key == NONE || matches(key, chars, from, length)) {
                return key;
            }
        }
    }

    /** As above, where it is likely to be this one; -1 or beyond the last: nothing is likely. */
    int find(char[] chars, int from, int length, int likely) {
        return likely >= 0 && likely < count && matches(likely, chars, from, length)
                ? likely
                : find(chars, from, length);
    }

    int find(String wanted) {
        return find(wanted.toCharArray(), 0, wanted.length());
    }

    /** The number of the text, which is new or was there. */
    int add(char[] chars, int from, int length) {
        int present = find(chars, from, length);
        if (present >= 0) {
            return present;
        }
        int start = start(count);
        if (start + length > text.length) {
            text = Arrays.copyOf(text, Math.max(start + length, text.length + (text.length >> 1)));
        }
        System.arraycopy(chars, from, text, start, length);
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count + (count >> 1));
        }
        ends[count] = start + length;
        count++;
        if (2 * count > table.length) {
            grow();
        } else {
            place(count - 1);
        }
        return count - 1;
    }

    int add(String added) {
        return add(added.toCharArray(), 0, added.length());
    }

    private int start(int key) {
        return key == 0 ? 0 : ends[key - 1];
    }

    private boolean matches(int key, char[] chars, int from, int length) {
        int start = start(key);
        return ends[key] - start == length
                && Arrays.equals(text, start, start + length, chars, from, from + length);
    }

    private void grow() {
        table = new int[table.length * 2];
        Arrays.fill(table, NONE);
        for (int key = 0; key < count; key++) {
            place(key);
        }
    }

    private void place(int key) {
        int from = start(key);
        int slot = slot(text, from, ends[key] - from);
        while (table[slot] != NONE) {
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = key;
    }

    private int slot(char[] chars, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + chars[i];
        }
        // Ids that differ in their last digits alone are not to be neighbours.
        hash *= 0x9E3779B9;
        return (hash ^ hash >>> 15) & table.length - 1;
    }
}

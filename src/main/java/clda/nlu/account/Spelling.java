package clda.nlu.account;

import java.util.Collection;

/** Recognises a known word with one letter wrong, missing, added or swapped with its neighbour. */
final class Spelling {

    private Spelling() {}

    static boolean isNear(String word, Collection<String> known) {
        return known.stream().anyMatch(right -> isNear(word, right));
    }

    private static boolean isNear(String word, String right) {
        int longer = Math.max(word.length(), right.length());
        if (longer - Math.min(word.length(), right.length()) > 1 || word.charAt(0) != right.charAt(0)) {
            return false;
        }
        int same = 0;
        while (same < Math.min(word.length(), right.length()) && word.charAt(same) == right.charAt(same)) {
            same++;
        }
        String rest = word.substring(same);
        String wanted = right.substring(same);
        if (rest.isEmpty() || wanted.isEmpty()) {
            return true;
        }
        boolean changed = rest.substring(1).equals(wanted.substring(1));
        boolean tooMany = rest.substring(1).equals(wanted);
        boolean missing = wanted.substring(1).equals(rest);
        boolean swapped = rest.length() > 1
                && wanted.length() > 1
                && rest.charAt(0) == wanted.charAt(1)
                && rest.charAt(1) == wanted.charAt(0)
                && rest.substring(2).equals(wanted.substring(2));
        return changed || tooMany || missing || swapped;
    }
}

package clda.nlu.time;

/** Numbers below a hundred in Chinese characters. */
final class ChineseNumber {

    private static final String DIGITS = "零一二三四五六七八九";

    private ChineseNumber() {}

    /** @param number 0 to 99 */
    static String of(int number) {
        if (number < 10) {
            return String.valueOf(DIGITS.charAt(number));
        }
        String tens = number < 20 ? "" : String.valueOf(DIGITS.charAt(number / 10));
        return tens + "十" + (number % 10 == 0 ? "" : DIGITS.charAt(number % 10));
    }
}

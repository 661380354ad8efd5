package clda.it;

/** Answers of models, of a length and of the kinds that are hard for a page. */
final class LongAnswers {

    private LongAnswers() {}

    static String text(int length) {
        return "The quick brown fox jumps over the lazy dog, and **then** it rests. ".repeat(length / 66 + 1);
    }

    static String code(int length) {
        StringBuilder code = new StringBuilder("```java\n");
        for (int line = 0; code.length() < length; line++) {
            code.append("    private final Map<String, List<Integer>> values")
                    .append(line)
                    .append(" = new HashMap<>(")
                    .append(line)
                    .append("); // line ")
                    .append(line)
                    .append('\n');
        }
        return code.append("```\n").toString();
    }

    static String list(int length) {
        StringBuilder list = new StringBuilder();
        for (int item = 1; list.length() < length; item++) {
            list.append("- **Item ")
                    .append(item)
                    .append("**: some words about it, with `code` and a [link](https://example.com/")
                    .append(item)
                    .append(")\n");
        }
        return list.toString();
    }

    static String table(int length) {
        StringBuilder table = new StringBuilder("| Name | Pieces | Price |\n|:--|--:|--:|\n");
        for (int row = 1; table.length() < length; row++) {
            table.append("| Product ")
                    .append(row)
                    .append(" | ")
                    .append(row % 7)
                    .append(" | ")
                    .append(row)
                    .append(".00 |\n");
        }
        return table.toString();
    }

    static String mixed(int length) {
        StringBuilder mixed = new StringBuilder();
        for (int part = 1; mixed.length() < length; part++) {
            mixed.append("## Part ")
                    .append(part)
                    .append("\n\n")
                    .append(text(400))
                    .append("\n\n- one\n- two\n- three\n\n")
                    .append("```python\n")
                    .append("for i in range(10):\n    print(i, 'text')\n".repeat(6))
                    .append("```\n\n")
                    .append("| a | b |\n|---|--:|\n")
                    .append("| word | 12 |\n".repeat(5))
                    .append('\n');
        }
        return mixed.toString();
    }

    /** One of the shorter answers that a conversation is made of. */
    static String ofTurn(int turn) {
        return switch (turn % 5) {
            case 1 -> code(1_200);
            case 2 -> list(800);
            case 3 -> text(300) + "\n\n" + table(500);
            case 4 -> mixed(1_500);
            default -> text(300);
        };
    }
}

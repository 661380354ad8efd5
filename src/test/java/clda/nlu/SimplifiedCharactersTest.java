package clda.nlu;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Transliterator;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Traditional characters are read as simplified ones, and nothing else changes. */
class SimplifiedCharactersTest {

    /** What people say in Chinese: the tables of the other tests, and the examples that the server learns from. */
    private static final List<String> TABLES = List.of(
            "src/test/resources/dialogues/zh.txt",
            "src/test/resources/times/zh.txt",
            "src/test/resources/times/zh-more.txt",
            "src/test/resources/times/zh-held-out.txt",
            "src/test/resources/numbers/chinese.txt",
            "src/test/resources/numbers/chinese-held-out.txt",
            "src/test/resources/meaning/dev-zh.yml",
            "src/test/resources/meaning/second-zh.yml",
            "src/test/resources/meaning/third-zh.yml",
            "src/main/resources/nlu/requests-zh.yml",
            "src/main/resources/nlu/talk-zh.yml",
            "src/main/resources/clda/demo/examples-zh.yml",
            "src/main/resources/clda/demo/domain.yml",
            "README.zh-CN.md");

    /** The characters of standard simplified text. */
    private static final Charset SIMPLIFIED = Charset.forName("GB2312");

    private static Stream<String> lines() {
        return TABLES.stream().flatMap(table -> {
            try {
                return Files.readAllLines(Path.of(table)).stream();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static boolean isSimplified(String text) {
        String han = text.replaceAll("\\P{IsHan}", "");
        // GB 2312 has these two as well, which standard text does not use.
        return !han.isEmpty()
                && !han.matches(".*[後於].*")
                && SIMPLIFIED.newEncoder().canEncode(han);
    }

    @Test
    void whatIsWrittenInSimplifiedCharactersIsReadUnchanged() {
        List<String> simplified =
                lines().filter(SimplifiedCharactersTest::isSimplified).toList();

        assertThat(simplified).hasSizeGreaterThan(5_000).allSatisfy(line -> assertThat(SimplifiedCharacters.of(line))
                .isEqualTo(line));
    }

    /** ICU writes the tables in traditional characters; read again, they say what they said. */
    @Test
    void whateverTheTablesSayIsReadTheSameInTraditionalCharacters() {
        Transliterator traditional = Transliterator.getInstance("Hans-Hant");
        List<String> simplified =
                lines().filter(SimplifiedCharactersTest::isSimplified).toList();

        Set<String> differ = new TreeSet<>();
        for (String line : simplified) {
            String written = traditional.transliterate(line);
            String read = SimplifiedCharacters.of(written);
            IntStream.range(0, line.length())
                    .filter(i -> read.charAt(i) != line.charAt(i))
                    .forEach(i -> differ.add(written.substring(i, i + 1) + " " + read.charAt(i)));
        }

        // Characters that are kept, and one that two are written for.
        assertThat(differ).isSubsetOf("乾 乾", "夥 夥", "瞭 瞭", "帳 账");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "著名的作家",
                "他的著作",
                "乾坤",
                "乾隆年间",
                "宫商角徵羽",
                "慰藉",
                "瞭望塔",
                "效果显著",
                "世界名著",
                "记著名演员的名字",
                "毕昇",
                "大阪",
                "俱乐部",
                "摔跤",
                "台湾",
                "皇后",
                "一只猫",
                "茶几",
                "批准"
            })
    void whatSimplifiedTextWritesItselfIsKept(String text) {
        assertThat(SimplifiedCharacters.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "後天下午三點,后天下午三点",
        "裡面和裏面,里面和里面",
        "三隻,三只",
        "鐘錶和鍾愛,钟表和钟爱",
        "乾淨,乾净",
        "臺灣和台灣,台湾和台湾",
        "甚麼時候,什么时候",
        "甚至,甚至",
        "工作計畫,工作计划",
        "畫畫,画画",
        "記著這件事,记着这件事",
        "著名,著名",
        "慢著,慢着",
        "寫著“請退款”,写着“请退款”",
        "顯著,显著",
        "著稱,著称",
        "妳好,你好",
        "對帳單,对账单",
        "為了與爲了,为了与为了",
        "説明與說明,说明与说明",
        "農曆,农历",
        "週一,周一"
    })
    void aTraditionalCharacterIsReadAsTheSimplifiedOne(String written, String read) {
        assertThat(SimplifiedCharacters.of(written)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order A-1001", "訂單 A-1001", "甚", "記", "😀後", "\uD840後", "後\uDC00", "ﾃｽﾄ 한국어 かな"})
    void everyPlaceStaysWhereItIs(String text) {
        assertThat(SimplifiedCharacters.of(text)).hasSameSizeAs(text);
        assertThat(SimplifiedCharacters.of(SimplifiedCharacters.of(text))).isEqualTo(SimplifiedCharacters.of(text));
    }
}

package clda.nlu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

    @ParameterizedTest
    @CsvSource({
        "five,5",
        "twelve,12",
        "twenty-five,25",
        "ninety nine,99",
        "a hundred,100",
        "one hundred and twenty,120",
        "two hundred fifty,250",
        "three thousand,3000",
        "one thousand two hundred and five,1205",
        "zero,0"
    })
    void englishWordsAreANumber(String words, long number) {
        assertThat(NumberText.english(words)).hasValue(number);
    }

    @ParameterizedTest
    @CsvSource({
        "五,5",
        "十,10",
        "十二,12",
        "二十,20",
        "二十五,25",
        "一百,100",
        "一百二十,120",
        "两百五,250",
        "一百零五,105",
        "三千,3000",
        "一千二百零五,1205",
        "两千五,2500",
        "一万,10000",
        "一万二千,12000",
        "十二万三千,123000"
    })
    void chineseCharactersAreANumber(String characters, long number) {
        assertThat(NumberText.chinese(characters)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "and", "a", "dollars"})
    void otherWordsAreNone(String words) {
        assertThat(NumberText.english(words)).isEmpty();
    }
}

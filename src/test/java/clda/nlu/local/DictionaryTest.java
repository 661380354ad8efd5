package clda.nlu.local;

import static org.assertj.core.api.Assertions.assertThat;

import clda.nlu.training.TrainingData;
import clda.nlu.training.TrainingYaml;
import clda.nlu.training.Utterance.Entity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that the training data knows, however they are written. */
class DictionaryTest {

    private static final TrainingData DATA = TrainingYaml.read(
            "cities.yml",
            """
            version: "3.1"
            nlu:
            - intent: travel
              examples: |
                - 我要去[華東](region:east)
                - to [Paris](city)
            - lookup: city
              examples: |
                - 東京
                - 广州
            - regex: flight
              examples: |
                - 第\\d+號
            """);

    private final Dictionary dictionary = new Dictionary(DATA);

    @ParameterizedTest
    @CsvSource({
        "東京,city,東京",
        "东京,city,東京",
        "廣州,city,广州",
        "广州,city,广州",
        "華東,region,east",
        "华东,region,east",
        "PARIS,city,PARIS",
        "第12號,flight,第12號",
        "第12号,flight,第12号"
    })
    void aWordIsKnownInBothWaysOfWriting(String word, String name, String value) {
        String text = "去 " + word + " 吧";

        assertThat(dictionary.find(text)).containsExactly(new Entity(2, 2 + word.length(), name, value, null, null));
    }

    @Test
    void whatIsNotKnownIsNotFound() {
        assertThat(dictionary.find("去北京")).isEmpty();
    }
}

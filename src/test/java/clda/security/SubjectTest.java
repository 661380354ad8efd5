package clda.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.SpoofChecker;
import java.text.Normalizer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who could be whom. */
class SubjectTest {

    private static final SpoofChecker ICU = new SpoofChecker.Builder().build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "Alice",
                "ALICE",
                "ａｌｉｃｅ",
                "аlice",
                "alicе",
                "αlice",
                "a1ice",
                "aIice",
                "al\u0131ce",
                "alice ",
                " alice",
                "\u00a0alice\u3000",
                "a\u200blice",
                "alice\u202e",
                "alice~aaaaaaaaaa",
                "Alice~bbbbbbbbbb",
                "ⓐⓛⓘⓒⓔ",
                "𝒶𝓁𝒾𝒸ℯ"
            })
    void whoLooksLikeAliceMayBeAlice(String name) {
        assertThat(Subject.alike(name, "alice")).isTrue();
        assertThat(Subject.alike("alice", name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"straße,STRASSE", "modern,rnodern", "张伟,张伟", "jose\u0301,josé", "ο'neil,o'neil", "σ,ς"})
    void otherNamesLookAlikeToo(String one, String other) {
        assertThat(Subject.alike(one, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"alice,bob", "alice,alicia", "carol,karol", "张伟,张玮", "bob,bob2", "jose,josé"})
    void otherPeopleAreOtherPeople(String one, String other) {
        assertThat(Subject.alike(one, other)).isFalse();
    }

    @Test
    void theIdOfAnAccountIsNotShown() {
        assertThat(Subject.nameOf(Subject.of("alice", "abcdefgh23"))).isEqualTo("alice");
        assertThat(Subject.nameOf("alice")).isEqualTo("alice");
        assertThat(Subject.nameOf("a~b")).isEqualTo("a~b");
        assertThat(Subject.nameOf("alice~ABCDEFGH23")).isEqualTo("alice~ABCDEFGH23");
    }

    @Test
    void everyNewIdIsAnId() {
        assertThat(Subject.isId(Subject.newId(new SplittableRandom(1)))).isTrue();
        assertThat(Subject.newId(new SplittableRandom(1))).isNotEqualTo(Subject.newId(new SplittableRandom(2)));
        assertThat(Subject.isId("short")).isFalse();
        assertThat(Subject.isId("ABCDEFGHIJ")).isFalse();
    }

    @Test
    void everyLetterHasTheSkeletonThatIcuGivesIt() {
        for (int letter = 0; letter <= Character.MAX_CODE_POINT; letter++) {
            if (Character.getType(letter) != Character.SURROGATE && Character.isDefined(letter)) {
                String text = Character.toString(letter);
                assertThat(Confusables.skeleton(text))
                        .as("U+%04X", letter)
                        .isEqualTo(ICU.getSkeleton(Normalizer.normalize(text, Normalizer.Form.NFD)));
            }
        }
    }

    @Test
    void wordsHaveTheSkeletonThatIcuGivesThem() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            String word = random.ints(8, 0x20, 0x2000)
                    .filter(Character::isDefined)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(Confusables.skeleton(word)).isEqualTo(ICU.getSkeleton(word));
        }
    }
}

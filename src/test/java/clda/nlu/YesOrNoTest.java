package clda.nlu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What decides about a call that waits, in traditional characters as in simplified ones. */
class YesOrNoTest {

    @ParameterizedTest
    @ValueSource(strings = {"好的", "是的，發吧", "確認", "確定", "沒錯", "沒問題", "當然", "寄出吧", "好，寄吧", "可以，請繼續", "批准，謝謝", "对的，寄出"})
    void aYesIsOne(String text) {
        assertThat(YesOrNo.isYes(text)).isTrue();
        assertThat(YesOrNo.isNo(text)).isFalse();
        assertThat(YesOrNo.wantsAnother(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"不對", "不對，謝謝", "不要發", "別發", "別發了", "不用，謝謝", "先別", "不要了"})
    void aNoIsOne(String text) {
        assertThat(YesOrNo.isNo(text)).isTrue();
        assertThat(YesOrNo.isYes(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"不對，應該是五塊", "不是，改成兩百元", "錯了，寫明天", "改為三點", "換成 carol@example.com"})
    void aNoThatSaysWhatInsteadIsOne(String text) {
        assertThat(YesOrNo.wantsAnother(text)).isTrue();
        assertThat(YesOrNo.isYes(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"確認一下訂單 A-1001", "好的餐廳在哪裡", "取消提醒 1", "沒收到", "不知道", "寄出吧台"})
    void whatOnlyBeginsAlikeIsNeither(String text) {
        assertThat(YesOrNo.isYes(text)).isFalse();
        assertThat(YesOrNo.isNo(text)).isFalse();
    }
}

package clda.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tools give and what people are asked, as cards show it. */
class CardsIT {

    private static final String MODULE =
            """
            import { question, shownList, toolCard } from './assets/cards.js';
            import { knowTools } from './assets/values.js';
            knowTools([
              { name: 'refund_order', money: { amount: 'USD' } },
              { name: 'make_bill', money: { price: '', total: '' } },
              { name: 'repeat', recurrences: ['every'] },
            ]);
            const place = document.getElementById('place');
            window.done = (tool, result, args = {}, words = {}) => place.replaceChildren(
              toolCard({ callId: 'c', tool, arguments: args, state: 'completed', result, words }, false, {}));
            window.failed = (tool, message) => place.replaceChildren(
              toolCard({ callId: 'c', tool, arguments: {}, state: 'failed', error: { code: 'failed', message } }, false, {}));
            window.ask = (approval) => place.replaceChildren(question(approval, true, () => {}));
            window.ready = true;
            """;

    @RegisterExtension
    static final PageParts PARTS = new PageParts();

    private static Page page(String language) {
        return PARTS.page(Locale.forLanguageTag(language), "<div id=\"place\"></div>", MODULE);
    }

    private static Locator shown(String language, String script) {
        Page page = page(language);
        page.evaluate("() => " + script);
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        return page.locator("#place");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    done('in_stock', 12)                  | 12
                    done('in_stock', 0)                   | 0
                    done('rate', 0.123456789)             | 0.123456789
                    done('is_open', false)                | no
                    done('greet', 'Good morning, 张伟')     | Good morning, 张伟
                    """)
    void aResultOfOneValueIsSeenAtOnce(String script, String text) {
        assertThat(shown("en", script).locator(".outcome")).hasText(text);
    }

    @Test
    void listsTablesAndWhatIsNestedAreLegible() {
        Locator card = shown(
                "en",
                "done('look', { tags: ['red', 'blue'], empty: [], note: null, sure: true, place: { city: 'Köln', geo: { lat: 50.94 } },"
                        + " items: [{ name: 'Lamp', count: 2 }, { name: 'Desk', count: 10 }] })");

        assertThat(card.locator("dl li")).hasText(new String[] {"red", "blue"});
        assertThat(card).containsText("Köln");
        assertThat(card).containsText("50.94");
        assertThat(card.locator("table thead th")).hasText(new String[] {"name", "How many"});
        assertThat(card.locator("table tbody td.number")).hasText(new String[] {"2", "10"});
        assertThat(card.locator("dd").nth(1)).hasText("none");
        assertThat(card.locator("dd").nth(2)).hasText("–");
        assertThat(card.locator("dd").nth(3)).hasText("yes");
        assertThat(card).not().containsText("{");
    }

    @Test
    void rowsOfWhichTheResultSaysHowTheyAreDrawnAreATableWithAChart() {
        String rows = "rows: [{ city: 'Köln', visitors: 1200 }, { city: 'Bonn', visitors: 34.5 }]";
        String chart = "chart: { kind: 'bar', label: 'city', value: 'visitors' }";
        Locator drawn = shown("en", "done('count_visitors', { " + rows + ", " + chart + " })");

        assertThat(drawn.locator(".report canvas")).hasAttribute("aria-label", "count_visitors");
        assertThat(drawn.locator(".report thead th")).hasText(new String[] {"city", "visitors"});
        assertThat(drawn.locator(".report td.number")).hasText(new String[] {"1,200", "34.5"});
        assertThat(drawn.locator(".report tfoot")).hasCount(0);

        Locator money = shown(
                "en",
                "done('count_visitors', { " + rows + ", " + chart + ", total: 1234.5, currency: 'EUR', to: 'May' })");
        assertThat(money.locator(".report caption")).hasText("count_visitors May");
        assertThat(money.locator(".report tfoot td")).hasText("€1,234.50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rows: [{ group: 'a', units: 1, amount: 2 }], currency: 'EUR'
                    rows: [], chart: { kind: 'bar', label: 'a', value: 'b' }
                    rows: [{ a: 'x', b: 'y' }], chart: { kind: 'bar', label: 'a', value: 'b' }
                    rows: [null], chart: { kind: 'bar', label: 'a', value: 'b' }
                    rows: 'no', chart: null
                    chart: { kind: 'bar', label: 'a', value: 'b' }
                    """)
    void otherResultsAreNoChart(String result) {
        Locator card = shown("en", "done('look', { " + result + " })");

        assertThat(card.locator(".card")).isVisible();
        assertThat(card.locator("canvas")).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({"en,$250.00", "zh-CN,US$250.00"})
    void amountsHaveTheirCurrencyAsTheReaderWritesIt(String language, String dollars) {
        Locator refund = shown(language, "done('refund_order', { refundId: 'R-1', amount: 250 })");
        Locator bill = shown(
                language,
                "done('make_bill', { currency: 'EUR', lines: [{ name: 'Lamp', price: 1234.5, count: 3 }], total: 1234.5 })");

        assertThat(refund.locator("dd").nth(1)).hasText(dollars);
        assertThat(bill.locator("td.number")).hasText(new String[] {"€1,234.50", "3"});
        assertThat(bill.locator("dd").last()).hasText("€1,234.50");
    }

    @ParameterizedTest
    @CsvSource({"en,every other Monday at 09:00", "zh-CN,每两周的周一 09:00"})
    void aRepetitionIsReadInWords(String language, String words) {
        String rule = "'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0'";
        String said = "{ en: 'every other Monday at 09:00', zh: '每两周的周一 09:00' }";
        Locator list = shown(
                language,
                "done('repeat', { schedules: [{ number: 1, every: " + rule + " }] }, { every: " + rule
                        + ", what: 'water the plants' }, { [" + rule + "]: " + said + " })");

        assertThat(list.locator("header")).containsText("water the plants");
        assertThat(list.locator("dd").first()).hasText(words);
        assertThat(list.locator("td").last()).hasText(words);
        assertThat(list).not().containsText("FREQ");

        Locator question = shown(
                language,
                "ask({ tool: 'repeat', arguments: { every: " + rule + " }, shown: [{ name: 'every', value: " + rule
                        + ", words: " + said + " }], expiresAt: '2026-12-26T12:00:00Z' })");
        assertThat(question.locator("dd")).hasText(words);
        assertThat(question).not().containsText("FREQ");
    }

    @Test
    void aTextThatOnlyLooksLikeARuleIsShownAsItIs() {
        String body = "'FREQ=DAILY;BYHOUR=9;BYMINUTE=0'";
        Locator mail = shown(
                "en",
                "done('send_email', { messageId: 'm' }, { body: " + body + " }, { [" + body
                        + "]: { en: 'every day at 09:00', zh: '每天 09:00' } })");

        assertThat(mail.locator("dd").first()).hasText("FREQ=DAILY;BYHOUR=9;BYMINUTE=0");
    }

    @ParameterizedTest
    @CsvSource({"en,shipped,shipped,high,last month", "zh-CN,已发货,已发货,高,上个月"})
    void statesAndChoicesAreCalledAsTheReaderCallsThem(
            String language, String state, String inATable, String priority, String period) {
        Locator order = shown(language, "done('find_order', { found: true, status: 'shipped' })");
        assertThat(order.locator("dd").last()).hasText(state);

        Locator orders = shown(
                language,
                "done('count_orders', { rows: [{ status: 'shipped', count: 2 }],"
                        + " chart: { kind: 'bar', label: 'status', value: 'count' } })");
        assertThat(orders.locator(".report td").first()).hasText(inATable);

        Locator question = shown(
                language,
                "ask({ tool: 'create_ticket', arguments: {}, shown: [{ name: 'title', value: 'high' },"
                        + " { name: 'priority', value: 'high' }], expiresAt: '2026-12-26T12:00:00Z' })");
        assertThat(question.locator("dd")).hasText(new String[] {"high", priority});

        assertThat(shown(language, "done('sales_report', null, { period: 'last_month' })")
                        .locator("dd"))
                .hasText(period);
    }

    @Test
    void nothingOfAnAmountIsRoundedAway() {
        assertThat(shown("en", "done('refund_order', { amount: 10.005 })").locator("dd"))
                .hasText("$10.005");
    }

    @ParameterizedTest
    @CsvSource({
        "en,Order,$250.00,Requested by: alice · Nov 26,in 2 days",
        "zh-CN,订单,US$250.00,申请人：alice · 2026年11月26日,2天后"
    })
    void whoeverApprovesSeesWhatForWhomAndUntilWhen(
            String language, String order, String amount, String requested, String left) {
        Locator question = shown(
                language,
                "ask({ tool: 'refund_order', arguments: {}, shown: [{ name: 'orderNumber', value: 'A-1001' },"
                        + " { name: 'amount', value: '250', currency: 'USD' }], requester: 'alice', createdAt: '2026-11-26T12:00:00Z',"
                        + " expiresAt: new Date(Date.now() + 2.5 * 24 * 3600 * 1000).toISOString() })");

        assertThat(question.locator("dt").first()).hasText(order);
        assertThat(question.locator("dd")).hasText(new String[] {"A-1001", amount});
        assertThat(question).containsText(requested);
        assertThat(question).containsText(left);
        assertThat(question.locator("a")).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({"en,Open the conversation,Requested: Nov 26,exceed $100.00", "zh-CN,打开对话,申请时间：2026年11月26日,将超过 US$100.00"
    })
    void whoeverAskedIsShownTheWayToTheConversation(String language, String link, String asked, String sum) {
        Locator question = shown(
                language,
                "ask({ tool: 'refund_order', arguments: {}, shown: [{ name: 'amount', value: '250', currency: 'USD' }],"
                        + " because: 'sum', sum: { of: 'amount', most: '100.00', per: 'conversation' }, requester: 'alice',"
                        + " createdAt: '2026-11-26T12:00:00Z', conversationId: 'abc', expiresAt: '2026-12-26T12:00:00Z' })");

        assertThat(question.locator("a")).hasText(link);
        assertThat(question.locator("a")).hasAttribute("href", "index.xhtml?c=abc");
        assertThat(question).containsText(asked);
        assertThat(question).not().containsText("alice");
        assertThat(question.locator(".because")).containsText(sum);
    }

    @Test
    void aFailureSaysWhyAndAHeadSaysAboutWhat() {
        assertThat(shown("en", "failed('refund_order', 'There is no order A-9999.')")
                        .locator(".outcome"))
                .hasText("There is no order A-9999.");
        assertThat(shown("en", "done('find_order', { found: true }, { orderNumber: 'A-1001' })")
                        .locator("header"))
                .containsText("Order lookup A-1001");
    }
}

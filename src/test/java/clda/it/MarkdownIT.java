package clda.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model writes in Markdown, as a person sees it: at once, and while it comes. */
class MarkdownIT {

    private static final String MODULE =
            """
            import { MarkdownView } from './assets/markdown.js';
            const view = new MarkdownView(document.getElementById('answer'));
            window.write = (text, step) => {
              for (let end = step; end < text.length; end += step) {
                view.render(text.slice(0, end), false);
              }
              view.render(text);
            };
            window.begin = (text) => view.render(text, false);
            window.end = (text) => view.render(text);
            window.ready = true;
            """;

    @RegisterExtension
    static final PageParts PARTS = new PageParts();

    /** How an answer comes: whole, as when a conversation is opened, or piece by piece. */
    enum Coming {
        WHOLE(1_000_000),
        IN_PIECES(7),
        BY_CHARACTERS(1);

        private final int step;

        Coming(int step) {
            this.step = step;
        }
    }

    private static Page page(Locale language) {
        return PARTS.page(
                language,
                "<div id=\"scroll\" class=\"scroll\"><div id=\"answer\" class=\"markdown\"></div></div>",
                MODULE);
    }

    private static Locator written(Coming coming, String text) {
        Page page = page(Locale.ENGLISH);
        page.evaluate("([text, step]) => write(text, step)", new Object[] {text, coming.step});
        return page.locator("#answer");
    }

    @ParameterizedTest
    @EnumSource
    void boldStandsBesideChinesePunctuation(Coming coming) {
        Locator answer = written(coming, "**注意：**请先备份。他说**“不行”**，然后走了。**重要**。请看**《手册》**。");

        assertThat(answer.locator("strong")).hasText(new String[] {"注意：", "“不行”", "重要", "《手册》"});
        assertThat(answer).not().containsText("*");
    }

    @ParameterizedTest
    @EnumSource
    void oneTildeStandsBetweenNumbersAndTwoStrikeOut(Coming coming) {
        Locator answer = written(coming, "It takes 10~20 minutes or 30~40. ~~Not this.~~ 价格是5~10元，或20~30元。");

        assertThat(answer).hasText("It takes 10~20 minutes or 30~40. Not this. 价格是5~10元，或20~30元。");
        assertThat(answer.locator("del")).hasText(new String[] {"Not this."});
    }

    @ParameterizedTest
    @EnumSource
    void linksEndWhereTheSentenceGoesOn(Coming coming) {
        Locator answer = written(
                coming,
                "请看 https://example.com/a。谢谢（https://example.com/b），或 https://example.com/c，再见。 [https://example.com/d] "
                        + "https://example.com/e看这里 https://example.com看这里 (see https://example.com/f_(g)) “https://example.com/h”");

        assertThat((java.util.List<?>) answer.locator("a").evaluateAll("all => all.map(a => a.getAttribute('href'))"))
                .isEqualTo(java.util.List.of(
                        "https://example.com/a",
                        "https://example.com/b",
                        "https://example.com/c",
                        "https://example.com/d",
                        "https://example.com/e%E7%9C%8B%E8%BF%99%E9%87%8C",
                        "https://example.com",
                        "https://example.com/f_(g)",
                        "https://example.com/h"));
        assertThat(answer).containsText("。谢谢（https://example.com/b）");
    }

    @ParameterizedTest
    @EnumSource
    void tasksShowWhichAreDone(Coming coming) {
        Locator answer = written(coming, "- [x] done task\n- [ ] open task\n- plain\n");

        assertThat(answer.locator("li")).hasText(new String[] {"done task", "open task", "plain"});
        assertThat(answer.locator("li .tick").nth(0)).hasAttribute("aria-label", "done");
        assertThat(answer.locator("li .tick").nth(1)).hasAttribute("aria-label", "to do");
        assertThat(answer.locator("li .tick")).hasCount(2);
    }

    @ParameterizedTest
    @EnumSource
    void referencesFindTheAddressThatComesLater(Coming coming) {
        Locator answer = written(
                coming,
                "See [the guide][1] and [Shop].\n\n- one [more][1]\n- two\n\nText.\n\n[1]: https://example.com/guide\n[shop]: https://example.com/shop\n");

        assertThat((java.util.List<?>) answer.locator("a")
                        .evaluateAll("all => all.map(a => a.textContent + ' ' + a.getAttribute('href'))"))
                .isEqualTo(java.util.List.of(
                        "the guide https://example.com/guide",
                        "Shop https://example.com/shop",
                        "more https://example.com/guide"));
        assertThat(answer).not().containsText("[1]");
    }

    @ParameterizedTest
    @EnumSource
    void aFenceHoldsAShorterFenceAndTildesAreAFence(Coming coming) {
        Locator answer = written(
                coming,
                "````markdown\nWrite\n```js\nlet a;\n```\nlike this.\n````\n\n~~~\nplain ``` text\n~~~\n\nAfter.\n\n```text\nnever closed");

        assertThat(answer.locator("pre code")).hasCount(3);
        assertThat(answer.locator("pre code").nth(0)).hasText("Write\n```js\nlet a;\n```\nlike this.");
        assertThat(answer.locator("pre code").nth(1)).hasText("plain ``` text");
        assertThat(answer.locator("pre code").nth(2)).hasText("never closed");
        assertThat(answer.locator("> p")).hasText("After.");
    }

    @ParameterizedTest
    @EnumSource
    void codeIsColouredInItsOwnLanguageOnly(Coming coming) {
        Locator answer = written(
                coming,
                "```sql\nselect name from person\n```\n\n```\nselect name from person\n```\n\n```no-such\nselect name from person\n```\n");

        assertThat(answer.locator(".code-head span")).hasText(new String[] {"sql", "Code", "no-such"});
        assertThat(answer.locator(".code-box").nth(0).locator(".hljs-keyword"))
                .hasText(new String[] {"select", "from"});
        assertThat(answer.locator(".code-box").nth(1).locator("code span[class^=hljs]"))
                .hasCount(0);
        assertThat(answer.locator(".code-box").nth(2).locator("code span[class^=hljs]"))
                .hasCount(0);
    }

    @ParameterizedTest
    @EnumSource
    void linesAreBrokenWhereTheyWereWritten(Coming coming) {
        Locator answer = written(coming, "Best regards\nAlice\n\n第一行\n第二行");

        assertThat(answer.locator("p").nth(0).locator("br")).hasCount(1);
        assertThat(answer.locator("p").nth(1))
                .hasText(
                        "第一行\n第二行",
                        new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions()
                                .setUseInnerText(true));
    }

    @ParameterizedTest
    @EnumSource
    void footnotesLeadThereAndBack(Coming coming) {
        Locator answer = written(
                coming,
                "Water boils at 100 °C.[^1] Not on mountains.[^high] In code `[^1]` and [^nothing].\n\n[^1]: At sea level.\n[^high]: See *the* table.\n");

        assertThat(answer.locator("sup a")).hasText(new String[] {"1", "2"});
        assertThat(answer.locator(".note-text")).containsText(new String[] {"At sea level.", "See the table."});
        assertThat(answer).containsText("[^nothing]");
        assertThat(answer.locator("code")).hasText("[^1]");
        answer.locator("sup a").nth(1).click();
        assertThat(answer.locator(".note-text").nth(1)).isFocused();
        answer.locator(".note-text").nth(1).locator("a").click();
        assertThat(answer.locator("[data-note=high]")).isFocused();
    }

    @ParameterizedTest
    @EnumSource
    void formulasAreFormulasAndSumsOfMoneyAreNot(Coming coming) {
        Locator answer = written(
                coming,
                "By \\(a^2 + b^2 = c^2\\) and $E = mc^2$ it costs $5 to $10, US$3 or $4/$5.\n\n\\[\nx = \\frac{-b}{2a}\n\\]\n\n$$\\sum_{i=1}^n i$$\n\n`\\(code\\)`");

        assertThat(answer.locator("math")).hasCount(4);
        assertThat(answer.locator("math[display=block]")).hasCount(2);
        assertThat(answer.locator("mfrac")).hasCount(1);
        assertThat(answer).containsText("it costs $5 to $10, US$3 or $4/$5.");
        assertThat(answer.locator("code")).hasText("\\(code\\)");
    }

    @ParameterizedTest
    @EnumSource
    void tablesKeepTheirAlignment(Coming coming) {
        Locator answer = written(
                coming,
                "Before\n\n| Region | Sum |\n|:--|--:|\n| North | 1.00 |\n| South | **2.00** |\n| West | 3.00 |\n\nAfter");

        assertThat(answer.locator("table")).hasCount(1);
        assertThat(answer.locator("tbody tr")).hasCount(3);
        assertThat(answer.locator("td").nth(3)).hasCSS("text-align", "right");
        assertThat(answer.locator("th").nth(1)).hasCSS("text-align", "right");
        assertThat(answer.locator("th").nth(0)).hasCSS("font-weight", "650");
        assertThat(answer.page().locator("#scroll")).hasCSS("margin-top", "0px");
    }

    @ParameterizedTest
    @EnumSource
    void headingsGoDownStepByStepBelowThatOfTheTurn(Coming coming) {
        Locator answer = written(coming, "### First\n\ntext\n\n##### Deep\n\ntext\n\n# Top\n\n## Second\n");

        assertThat(answer.locator("h3")).hasText(new String[] {"First", "Top"});
        assertThat(answer.locator("h4")).hasText(new String[] {"Deep", "Second"});
        assertThat(answer.locator("h1, h2")).hasCount(0);
    }

    @ParameterizedTest
    @EnumSource
    void listsOfListsAreWhatTheyWere(Coming coming) {
        Locator answer = written(
                coming,
                "Intro:\n\n3. three\n4. four\n   - inner\n   - more\n\n     with a paragraph\n5. five\n\n* star\n* star two\n\n- dash\n\n> quote\n> goes on\n\nEnd");

        assertThat(answer.locator("> ol")).hasCount(1);
        assertThat(answer.locator("> ol")).hasAttribute("start", "3");
        assertThat(answer.locator("> ol > li")).hasCount(3);
        assertThat(answer.locator("> ol > li").nth(1).locator("li")).hasCount(2);
        assertThat(answer.locator("> ul")).hasCount(2);
        assertThat(answer.locator("> ul").first().locator("li")).hasText(new String[] {"star", "star two"});
        assertThat(answer.locator("> blockquote")).containsText("goes on");
        assertThat(answer.locator("> p").last()).hasText("End");
    }

    @ParameterizedTest
    @EnumSource
    void whatLooksLikeHtmlIsShownAsText(Coming coming) {
        Locator answer = written(
                coming,
                "# Title\n\nA [link](https://example.com) and <img src=x onerror=alert(1)> ![spy](https://evil.example/pixel.png)\n\n"
                        + "| a | b |\n|---|---|\n| <b>1</b> | 2 |\n\n<script>alert(2)</script>\n\n<details><summary>x</summary>\n\ntext\n\n</details>");

        assertThat(answer.locator("h3")).hasText("Title");
        assertThat(answer.locator("img, script, details, b")).hasCount(0);
        assertThat(answer).containsText("<img src=x onerror=alert(1)> [image not loaded: spy]");
        assertThat(answer.locator("td").first()).hasText("<b>1</b>");
        assertThat(answer).containsText("<script>alert(2)</script>");
        assertThat(answer.locator("a")).hasAttribute("rel", "noopener noreferrer nofollow");
    }

    @Test
    void codeThatIsStillWrittenIsPlainTextAndWhatIsWholeIsNotMadeAgain() {
        Page page = page(Locale.ENGLISH);
        page.evaluate("() => begin('# Title\\n\\n- one\\n- two\\n- thr')");
        page.evaluate(
                "() => { window.title = document.querySelector('#answer h3'); window.one = document.querySelector('#answer li'); }");

        page.evaluate("() => begin('# Title\\n\\n- one\\n- two\\n- three\\n\\n```java\\nint x = 1;\\nint ')");

        Locator answer = page.locator("#answer");
        assertThat(answer.locator("pre code")).hasText("int x = 1;\nint");
        assertThat(answer.locator("pre .hljs-number")).hasCount(0);
        page.evaluate("() => { window.lines = document.querySelector('#answer pre .lines').firstChild; }");
        page.evaluate("() => begin('# Title\\n\\n- one\\n- two\\n- three\\n\\n```java\\nint x = 1;\\nint y = 2;\\n')");
        assertThat(page.evaluate("() => lines.isConnected && title.isConnected && one.isConnected"))
                .isEqualTo(true);
        page.evaluate(
                "() => end('# Title\\n\\n- one\\n- two\\n- three\\n\\n```java\\nint x = 1;\\nint y = 2;\\n```\\n')");
        assertThat(answer.locator("pre .hljs-number")).hasText(new String[] {"1", "2"});
        assertThat(page.evaluate("() => title.isConnected && one.isConnected")).isEqualTo(true);
        assertThat(answer.locator("li")).hasText(new String[] {"one", "two", "three"});
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void codeSaysItsLanguageAndIsCopied(String tag) {
        Page page = page(Locale.forLanguageTag(tag));
        page.evaluate(
                "() => { navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; }");
        page.evaluate("() => end('```js\\nlet a;\\n```')");

        page.locator(".code-head button").click();

        assertThat(page.locator(".code-head button")).hasText(tag.equals("en") ? "Copied" : "已复制");
        assertThat(page.evaluate("() => copied")).isEqualTo("let a;");
    }

    @ParameterizedTest
    @EnumSource
    void aLongCodeIsColouredAcrossItsPartsAndCopiedAsItWasWritten(Coming coming) {
        String code = "/* a note\n" + "that goes on\n".repeat(60) + "and ends */\nint x = 1;\n" + "call();\n".repeat(30)
                + "last();";
        Locator answer = written(coming, "```java\n" + code + "\n```\n\nAfter.");

        assertThat(answer.locator("code .lines")).hasCount(3);
        assertThat(answer.locator("code .hljs-comment")).hasCount(2);
        assertThat(answer.locator("code .hljs-number")).hasText("1");
        assertThat(answer.locator("code").evaluate("code => code.textContent")).isEqualTo(code);
        assertThat(answer.locator("code")
                        .evaluate("code => { getSelection().selectAllChildren(code); return String(getSelection()); }"))
                .isEqualTo(code);
    }

    @Test
    void codeThatEndsStaysWhereItWasWritten() {
        Page page = page(Locale.ENGLISH);
        page.evaluate("() => begin('```java\\nint x = 1;\\nint y')");
        page.evaluate("() => { window.box = document.querySelector('#answer .code-box'); }");

        page.evaluate("() => end('```java\\nint x = 1;\\nint y;\\n```\\nAfter.')");

        assertThat(page.locator("#answer p")).hasText("After.");
        assertThat(page.locator("#answer .hljs-number")).hasText("1");
        assertThat(page.locator("#answer code")).hasText("int x = 1;\nint y;");
        assertThat(page.evaluate("() => box.isConnected")).isEqualTo(true);
    }

    @Test
    void whatIsTooWideIsReachedWithTheKeyboardAlsoWhileItIsOutOfSight() {
        Page page = page(Locale.ENGLISH);
        page.evaluate("() => Object.assign(document.getElementById('answer').style,"
                + " { contentVisibility: 'auto', marginTop: '10000px' })");

        page.evaluate("() => end('```\\nshort\\n```\\n\\n```\\n' + 'wide '.repeat(400) + '\\n```\\n')");

        assertThat(page.locator("#answer pre").last()).hasAttribute("tabindex", "0");
        page.locator("#answer pre").last().scrollIntoViewIfNeeded();
        assertThat(page.locator("#answer pre[tabindex]")).hasCount(1);
        assertThat(page.locator("#answer pre").last()).hasAttribute("tabindex", "0");
    }

    @ParameterizedTest
    @CsvSource({"throw new Error('lost'), 0", "for (;;);, 10000"})
    void codeInALanguageWhoseRulesFailStaysAsItIsAndOthersAreColoured(String failure, long patience) {
        Page page = page(Locale.ENGLISH);
        page.clock().install();
        page.route(
                "**/workers/colours.js",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setBody("self.onmessage = () => { " + failure + " };")),
                new Page.RouteOptions().setTimes(1));
        page.waitForRequest(
                "**/workers/colours.js",
                () -> page.evaluate("() => end('```java\\nint x = 1;\\n```\\n\\n```java\\nint y = 2;\\n```\\n')"));

        page.clock().fastForward(patience);

        assertThat(page.locator("#answer .hljs-number")).hasText(new String[] {"2"});
        assertThat(page.locator("#answer code").first()).hasText("int x = 1;");
    }
}

package clda;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.Clda;
import clda.kit.SeEngine;
import clda.nlu.Interpreter;
import clda.nlu.local.LocalInterpreter;
import clda.nlu.training.BuiltInData;
import clda.nlu.training.TrainingDirectory;
import clda.skills.DomainSkills;
import clda.skills.Skill;
import clda.skills.SkillResponder;
import clda.tools.Tool;
import clda.tools.bean.BeanTool;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tool that the READMEs tell people to add: it compiles as it is written there, and answers without a model. */
class ReadmeToolTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void itCompilesAndAnswersInBothLanguages(String readme) throws Exception {
        String text = Files.readString(Path.of(readme));
        Path examples = Files.createDirectories(folder.resolve("nlu"));
        Files.writeString(examples.resolve("stock.yml"), block(text, "```yaml\n", "nlu:"));
        Files.writeString(examples.resolve("domain.yml"), block(text, "```yaml\n", "slots:"));
        try (URLClassLoader classes = compiled(block(text, "```java\n", "package shop;"))) {
            Object stock =
                    classes.loadClass("shop.Stock").getDeclaredConstructor().newInstance();
            List<Tool> tools = BeanTool.of(stock.getClass(), () -> stock, SeEngine.validator());

            try (Clda clda = opens(examples, tools)) {
                assertThat(clda.says("how many of 100200 are in stock?").reply())
                        .isEqualTo("There are 7 pieces of 100200 in stock.");
                assertThat(clda.says("what is in stock").reply()).isEqualTo("Which article number?");
                assertThat(clda.says("100300").reply()).isEqualTo("There are 0 pieces of 100300 in stock.");
                assertThat(clda.says("查库存").reply()).isEqualTo("商品编号是多少？");
                assertThat(clda.says("100200").reply()).isEqualTo("商品 100200 的库存：7 件。");
            }
        }
    }

    @Test
    void bothSayTheSame() throws IOException {
        String english = Files.readString(Path.of("README.md"));
        String chinese = Files.readString(Path.of("README.zh-CN.md"));

        for (String language : List.of("```java\n", "```yaml\n")) {
            assertThat(block(chinese, language, "")).isEqualTo(block(english, language, ""));
        }
    }

    private Clda opens(Path examples, List<Tool> tools) throws IOException {
        AtomicReference<Interpreter> interpreter = new AtomicReference<>();
        List<Skill> skills = DomainSkills.of(TrainingDirectory.domain(examples), Map.of(), interpreter::get);
        interpreter.set(new LocalInterpreter(
                SkillResponder.intents(skills), BuiltInData.talk().and(TrainingDirectory.read(examples))));
        return Clda.opens(new SeEngine.Options(folder, new SkillResponder(skills, interpreter.get()))
                .tools(tools.toArray(Tool[]::new)));
    }

    private URLClassLoader compiled(String source) throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(folder.resolve("shop")).resolve("Stock.java"), source);
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        int result = javac.run(null, null, null, "-parameters", "-proc:none", "-d", folder.toString(), file.toString());
        assertThat(result).as("javac").isZero();
        return new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    /** The first block of this language that contains {@code content}. */
    private static String block(String text, String fence, String content) {
        Matcher blocks = Pattern.compile(Pattern.quote(fence) + "(.*?)```", Pattern.DOTALL)
                .matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).contains(content)) {
                return blocks.group(1);
            }
        }
        throw new AssertionError("no block " + fence.strip() + " with " + content);
    }
}

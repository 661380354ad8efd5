package clda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What the static analysis leaves out, and how GitLab is told what it finds. */
class AnalysisTest {

    private static final Path EXCLUSIONS = Path.of("spotbugs-exclude.xml");
    private static final Set<String> EXCLUDED_EVERYWHERE =
            Set.of("EI_EXPOSE_REP", "EI_EXPOSE_REP2", "NP_NULL_ON_SOME_PATH_FROM_RETURN_VALUE");

    @Test
    void whatIsExcludedIsOnePatternInClassesThatThereAreAndForAReason() throws Exception {
        List<Element> exclusions = children(
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(EXCLUSIONS.toFile())
                        .getDocumentElement(),
                "Match");

        assertThat(exclusions).isNotEmpty().allSatisfy(match -> {
            List<Element> bugs = children(match, "Bug");
            assertThat(bugs).hasSize(1);
            String pattern = bugs.getFirst().getAttribute("pattern");
            assertThat(pattern).matches("[A-Z0-9_]+");
            assertThat(reason(match)).as(pattern).isNotBlank();
            assertThat(classes(match)).as(pattern).allSatisfy(AnalysisTest::isThere);
            if (!EXCLUDED_EVERYWHERE.contains(pattern)) {
                assertThat(classes(match)).as(pattern).isNotEmpty();
            }
        });
    }

    /** The comment before it. */
    private static String reason(Element match) {
        Node before = match.getPreviousSibling();
        while (before != null && before.getNodeType() == Node.TEXT_NODE) {
            before = before.getPreviousSibling();
        }
        return before != null && before.getNodeType() == Node.COMMENT_NODE ? before.getTextContent() : "";
    }

    /** Of the match itself, or of the alternatives in it. */
    private static List<String> classes(Element match) {
        NodeList all = match.getElementsByTagName("Class");
        return IntStream.range(0, all.getLength())
                .mapToObj(at -> ((Element) all.item(at)).getAttribute("name"))
                .toList();
    }

    private static void isThere(String type) {
        String file = type.replaceFirst("\\$.*", "").replace('.', '/') + ".java";
        assertThat(Path.of("src/main/java", file)).isRegularFile();
    }

    private static List<Element> children(Element parent, String name) {
        NodeList all = parent.getChildNodes();
        return IntStream.range(0, all.getLength())
                .mapToObj(all::item)
                .filter(node -> name.equals(node.getNodeName()))
                .map(Element.class::cast)
                .toList();
    }

    @Test
    void gitlabShowsAFindingBesideItsLine() throws Exception {
        assertThat(
                        codeQuality(
                                """
                        <BugCollection>
                          <BugInstance type="SQL_NONCONSTANT" priority="2" instanceHash="ab12" instanceOccurrenceNum="0">
                            <LongMessage>A "name" of C:\\x
                              is passed</LongMessage>
                            <Class classname="clda.store.Rows">
                              <SourceLine start="10" end="90" sourcepath="clda/store/Rows.java"/>
                            </Class>
                            <SourceLine start="42" end="43" sourcepath="clda/store/Rows.java"/>
                          </BugInstance>
                          <BugInstance type="SE_BAD" priority="1" instanceHash="cd34" instanceOccurrenceNum="1">
                            <LongMessage>The class</LongMessage>
                            <Class classname="clda.store.Table">
                              <SourceLine sourcepath="clda/store/Table.java"/>
                            </Class>
                          </BugInstance>
                        </BugCollection>
                        """))
                .isEqualTo(
                        """
                        [
                        {"check_name": "SQL_NONCONSTANT", "description": "A 'name' of C:/x is passed", \
                        "fingerprint": "ab12-0", "severity": "major", \
                        "location": {"path": "src/main/java/clda/store/Rows.java", "lines": {"begin": 42}}},
                        {"check_name": "SE_BAD", "description": "The class", \
                        "fingerprint": "cd34-1", "severity": "critical", \
                        "location": {"path": "src/main/java/clda/store/Table.java", "lines": {"begin": 1}}}
                        ]
                        """);
    }

    @Test
    void nothingFoundIsAnEmptyList() throws Exception {
        assertThat((List<?>) new Load(LoadSettings.builder().build()).loadFromString(codeQuality("<BugCollection/>")))
                .isEmpty();
    }

    private static String codeQuality(String found) throws Exception {
        StringWriter shown = new StringWriter();
        TransformerFactory.newInstance()
                .newTransformer(new StreamSource(Files.newBufferedReader(Path.of(".gitlab/code-quality.xsl"))))
                .transform(new StreamSource(new StringReader(found)), new StreamResult(shown));
        return shown.toString();
    }
}

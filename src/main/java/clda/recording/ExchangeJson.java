package clda.recording;

import clda.agent.Exchange;
import clda.json.Json;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.tools.ApprovalRule;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Exchanges as JSON, without secrets. */
public final class ExchangeJson {

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "role")
    @JsonSubTypes({
        @Type(value = ModelMessage.SystemMessage.class, name = "system"),
        @Type(value = ModelMessage.UserMessage.class, name = "user"),
        @Type(value = ModelMessage.NoticeMessage.class, name = "notice"),
        @Type(value = ModelMessage.AssistantMessage.class, name = "assistant"),
        @Type(value = ModelMessage.ToolMessage.class, name = "tool")
    })
    private interface Typed {}

    /** The bytes are kept in the store of images. */
    @JsonIgnoreProperties("bytes")
    private interface WithoutBytes {}

    /** What a request and a reply held in earlier versions. */
    @JsonIgnoreProperties({"dialogue", "intent", "frames"})
    private interface WithoutDialogue {}

    @JsonDeserialize(converter = RecordedRule.class)
    private interface AlsoOld {}

    private static final ObjectMapper JSON = Json.MAPPER
            .copy()
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .addMixIn(ModelMessage.class, Typed.class)
            .addMixIn(ModelMessage.Image.class, WithoutBytes.class)
            .addMixIn(ModelRequest.class, WithoutDialogue.class)
            .addMixIn(ModelReply.class, WithoutDialogue.class)
            .addMixIn(ApprovalRule.class, AlsoOld.class);

    private ExchangeJson() {}

    public static ObjectNode write(Exchange exchange) {
        return (ObjectNode) Secrets.removed(JSON.valueToTree(exchange));
    }

    /**
     * Reads an exchange; images come without their bytes.
     *
     * @throws IllegalArgumentException if it is not what {@link #write} has written
     */
    public static Exchange read(JsonNode json) {
        try {
            return JSON.treeToValue(json, Exchange.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not an exchange", e);
        }
    }
}

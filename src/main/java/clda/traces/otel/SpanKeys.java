package clda.traces.otel;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * The names of what spans tell: those of OpenTelemetry's semantic conventions 1.45.0, of which the part for generative AI is
 * still in development, and our own, which begin with {@code clda}.
 */
final class SpanKeys {

    /** The version of the conventions. */
    static final String SCHEMA = "https://opentelemetry.io/schemas/1.45.0";

    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    static final AttributeKey<String> AGENT = AttributeKey.stringKey("gen_ai.agent.name");
    static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");
    static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    static final AttributeKey<Boolean> STREAM = AttributeKey.booleanKey("gen_ai.request.stream");
    static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");
    static final AttributeKey<List<String>> FINISH = AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    static final AttributeKey<Double> FIRST_CHUNK = AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");
    static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> CACHED = AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
    static final AttributeKey<Long> OUTPUT = AttributeKey.longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<String> TOOL = AttributeKey.stringKey("gen_ai.tool.name");
    static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");
    static final AttributeKey<String> CALL = AttributeKey.stringKey("gen_ai.tool.call.id");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
    static final AttributeKey<String> SERVICE_VERSION = AttributeKey.stringKey("service.version");
    static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("service.instance.id");

    /** The turn, within its conversation. */
    static final AttributeKey<String> TURN = AttributeKey.stringKey("clda.turn.id");
    /** In what state the turn was when this part of it ended. */
    static final AttributeKey<String> TURN_STATE = AttributeKey.stringKey("clda.turn.state");
    /** What opened the turn, if no person spoke. */
    static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("clda.turn.trigger");
    /** How often the turn was taken up after its node had stopped. */
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("clda.turn.attempt");
    /** The number of the step in its turn, from 1. */
    static final AttributeKey<Long> STEP = AttributeKey.longKey("clda.step");
    /** The class of a tool's effect. */
    static final AttributeKey<String> EFFECT = AttributeKey.stringKey("clda.tool.effect");
    /** The name that the configuration gives to a model. */
    static final AttributeKey<String> MODEL = AttributeKey.stringKey("clda.model");
    /** For what a model is asked. */
    static final AttributeKey<String> PURPOSE = AttributeKey.stringKey("clda.model.purpose");

    private SpanKeys() {}
}

package clda.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import clda.llm.ModelFailure.Reason;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the errors of providers mean, in the words that they were seen in. */
class WordingsTest {

    private static Wordings.Meaning meaning(int status, String body) {
        return Wordings.of(Complaint.of(status, body.getBytes(StandardCharsets.UTF_8)), "");
    }

    static Stream<Arguments> tooLong() {
        return Stream.of(
                Arguments.of(
                        "OpenAI",
                        400,
                        "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens. However, your messages resulted in 8227 tokens. Please reduce the length of the messages.\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
                        8192,
                        null),
                Arguments.of(
                        "OpenAI with tools",
                        400,
                        "{\"error\":{\"message\":\"This model's maximum context length is 128000 tokens. However, your messages resulted in 202868 tokens (202767 in the messages, 101 in the functions). Please reduce the length of the messages or functions.\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
                        128_000,
                        202_767),
                Arguments.of(
                        "OpenAI Responses",
                        400,
                        "{\"error\":{\"message\":\"Your input exceeds the context window of this model. Please adjust your input and try again.\",\"type\":\"invalid_request_error\",\"param\":\"input\",\"code\":\"context_length_exceeded\"}}",
                        null,
                        null),
                Arguments.of(
                        "DeepSeek",
                        400,
                        "{\"error\":{\"message\":\"This model's maximum context length is 131072 tokens. However, you requested 131134 tokens (122942 in the messages, 8192 in the completion). Please reduce the length of the messages or completion.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_request_error\"}}",
                        131_072,
                        122_942),
                Arguments.of(
                        "vLLM",
                        400,
                        "{\"object\":\"error\",\"message\":\"This model's maximum context length is 16384 tokens. However, you requested 19591 tokens (9591 in the messages, 10000 in the completion). Please reduce the length of the messages or completion. None\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
                        16_384,
                        9_591),
                Arguments.of(
                        "vLLM, engine",
                        400,
                        "{\"error\":{\"message\":\"The prompt (total length 25938) is too long to fit into the model (context length 4096). Make sure that `max_model_len` is no smaller than the number of text tokens plus multimodal tokens.\",\"type\":\"BadRequestError\",\"code\":400}}",
                        4_096,
                        null),
                Arguments.of(
                        "SGLang",
                        400,
                        "{\"object\":\"error\",\"message\":\"The input (61709 tokens) is longer than the model's context length (40960 tokens).\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
                        40_960,
                        61_709),
                Arguments.of(
                        "SGLang, memory",
                        400,
                        "{\"object\":\"error\",\"message\":\"Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens).\",\"type\":\"BadRequestError\",\"code\":400}",
                        59_862,
                        160_062),
                Arguments.of(
                        "Mistral",
                        400,
                        "{\"object\":\"error\",\"message\":\"Prompt contains 40012 tokens and 0 draft tokens, too large for model with 32768 maximum context length\",\"type\":\"invalid_request_prompt\",\"param\":null,\"code\":\"3051\"}",
                        32_768,
                        40_012),
                Arguments.of(
                        "Anthropic",
                        400,
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 208310 tokens > 200000 maximum\"},\"request_id\":\"req_011CVQe1dLrGNMJyE1ghG1av\"}",
                        200_000,
                        208_310),
                Arguments.of(
                        "Anthropic with its answer",
                        400,
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"input length and `max_tokens` exceed context limit: 199759 + 8192 > 200000, decrease input length or `max_tokens` and try again\"}}",
                        200_000,
                        199_759),
                Arguments.of(
                        "Gemini",
                        400,
                        "[{\"error\":{\"code\":400,\"message\":\"The input token count (134123) exceeds the maximum number of tokens allowed (131072).\",\"status\":\"INVALID_ARGUMENT\"}}]",
                        131_072,
                        134_123),
                Arguments.of(
                        "Qwen at DashScope",
                        400,
                        "{\"error\":{\"code\":\"invalid_parameter_error\",\"message\":\"<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]\",\"param\":null,\"type\":\"invalid_request_error\"}}",
                        30_720,
                        null),
                Arguments.of(
                        "Kimi",
                        400,
                        "{\"error\":{\"message\":\"Invalid request: Your request exceeded model token limit: 262144 (requested: 269030)\",\"type\":\"invalid_request_error\"}}",
                        262_144,
                        269_030),
                Arguments.of(
                        "xAI",
                        400,
                        "{\"code\":\"Client specified an invalid argument\",\"error\":\"This model's maximum prompt length is 131072 but the request contains 136973 tokens.\"}",
                        131_072,
                        136_973),
                Arguments.of(
                        "llama.cpp",
                        400,
                        "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size, try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":14429,\"n_ctx\":8192}}",
                        8_192,
                        14_429),
                Arguments.of(
                        "llama.cpp, earlier",
                        500,
                        "{\"error\":{\"code\":500,\"message\":\"the request exceeds the available context size. try increasing the context size or enable context shift\",\"type\":\"invalid_request_error\"}}",
                        null,
                        null),
                Arguments.of(
                        "llama-cpp-python",
                        500,
                        "{\"error\":{\"message\":\"Requested tokens (2285) exceed context window of 2048\",\"type\":\"internal_server_error\"}}",
                        2_048,
                        2_285),
                Arguments.of(
                        "LM Studio",
                        400,
                        "{\"error\":\"The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 13055>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter input.\"}",
                        4_096,
                        13_055),
                Arguments.of(
                        "LM Studio, earlier",
                        400,
                        "{\"error\":\"Trying to keep the first 111490 tokens when context the overflows. However, the model is loaded with context length of only 32768 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input.\"}",
                        32_768,
                        111_490),
                Arguments.of(
                        "LM Studio, another",
                        400,
                        "{\"error\":\"Cannot truncate prompt with n_keep (15028) >= n_ctx (7424)\"}",
                        7_424,
                        15_028),
                Arguments.of("Ollama", 400, "{\"error\":\"the input length exceeds the context length\"}", null, null),
                Arguments.of(
                        "Ollama's cloud",
                        400,
                        "{\"error\":\"prompt too long; exceeded max context length by 1200 tokens\"}",
                        null,
                        null),
                Arguments.of(
                        "MiniMax, whose number is none of tokens",
                        400,
                        "{\"type\":\"error\",\"error\":{\"type\":\"bad_request_error\",\"message\":\"invalid params, context window exceeds limit (2013)\"}}",
                        null,
                        null),
                Arguments.of(
                        "Groq",
                        413,
                        "{\"error\":{\"message\":\"Request too large for model `llama-3.1-8b-instant` in organization `org_x` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 12328, please reduce your message size and try again.\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
                        6_000,
                        12_328),
                Arguments.of(
                        "OpenAI, more than a minute brings",
                        429,
                        "{\"error\":{\"message\":\"Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 342389. The input or output tokens must be reduced in order to run successfully.\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
                        30_000,
                        342_389),
                Arguments.of(
                        "behind OpenRouter",
                        400,
                        "{\"error\":{\"message\":\"Provider returned error\",\"code\":400,\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"This model's maximum context length is 32768 tokens. However, you requested 40000 tokens\\\"}}\",\"provider_name\":\"x\"}}}",
                        32_768,
                        null),
                Arguments.of(
                        "a proxy",
                        413,
                        "<html><head><title>413 Request Entity Too Large</title></head></html>",
                        null,
                        null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooLong")
    void aRequestThatIsTooLongIsKnown(String who, int status, String body, Integer holds, Integer asked) {
        Wordings.Meaning meaning = meaning(status, body);

        assertThat(meaning.reason()).isEqualTo(Reason.TOO_LONG);
        assertThat(meaning.window().holds()).isEqualTo(holds);
        assertThat(meaning.window().asked()).isEqualTo(asked);
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(
                        Reason.NOT_FOUND,
                        404,
                        "{\"error\":{\"message\":\"The model `gpt-9` does not exist or you do not have access to it.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"model_not_found\"}}"),
                Arguments.of(Reason.NOT_FOUND, 404, "{\"error\":\"model 'qwen9' not found\"}"),
                Arguments.of(
                        Reason.NOT_FOUND,
                        400,
                        "{\"error\":{\"message\":\"Model Not Exist\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_request_error\"}}"),
                Arguments.of(
                        Reason.NOT_FOUND,
                        400,
                        "{\"object\":\"error\",\"message\":\"Invalid model: mistral-huge\",\"type\":\"invalid_model\",\"param\":null,\"code\":\"1500\"}"),
                Arguments.of(Reason.NOT_FOUND, 400, "{\"error\":{\"code\":\"1211\",\"message\":\"模型不存在，请检查模型代码。\"}}"),
                Arguments.of(
                        Reason.NOT_FOUND,
                        400,
                        "{\"error\":{\"message\":\"acme/none is not a valid model ID\",\"code\":400}}"),
                Arguments.of(Reason.NOT_FOUND, 404, "404 page not found"),
                Arguments.of(
                        Reason.DENIED,
                        401,
                        "{\"error\":{\"message\":\"Incorrect API key provided: sk-abc***xyz.\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}"),
                Arguments.of(
                        Reason.DENIED,
                        403,
                        "{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"Your API key does not have permission\"}}"),
                Arguments.of(
                        Reason.DENIED,
                        400,
                        "[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\",\"status\":\"INVALID_ARGUMENT\"}}]"),
                Arguments.of(
                        Reason.QUOTA,
                        429,
                        "{\"error\":{\"message\":\"You exceeded your current quota, please check your plan and billing details.\",\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"}}"),
                Arguments.of(
                        Reason.QUOTA,
                        402,
                        "{\"error\":{\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\",\"param\":null,\"code\":\"invalid_request_error\"}}"),
                Arguments.of(
                        Reason.QUOTA,
                        400,
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low to access the Anthropic API.\"}}"),
                Arguments.of(Reason.QUOTA, 429, "{\"error\":{\"code\":\"1113\",\"message\":\"余额不足或无可用资源包,请充值。\"}}"),
                Arguments.of(
                        Reason.QUOTA,
                        403,
                        "{\"error\":{\"message\":\"用户额度不足\",\"type\":\"one_api_error\",\"code\":\"insufficient_user_quota\"}}"),
                Arguments.of(
                        Reason.QUOTA,
                        400,
                        "{\"error\":{\"code\":\"Arrearage\",\"message\":\"Access denied, please make sure your account is in good standing.\"}}"),
                Arguments.of(
                        Reason.BUSY,
                        429,
                        "[{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota, please check your plan and billing details. Please retry in 26.4s.\",\"status\":\"RESOURCE_EXHAUSTED\"}}]"),
                Arguments.of(
                        Reason.BUSY,
                        429,
                        "{\"error\":{\"message\":\"Rate limit reached for gpt-4 on tokens per min. Limit: 10000, Used: 9000, Requested: 2000. Please try again in 6s.\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}"),
                Arguments.of(
                        Reason.BUSY,
                        529,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"),
                Arguments.of(
                        Reason.BUSY,
                        503,
                        "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}"),
                Arguments.of(
                        Reason.REFUSED,
                        403,
                        "{\"error\":{\"message\":\"Your input was flagged\",\"code\":403,\"metadata\":{\"flagged_input\":\"of the person\"}}}"),
                Arguments.of(
                        Reason.REFUSED,
                        400,
                        "{\"error\":{\"message\":\"The response was filtered\",\"code\":\"content_filter\"}}"),
                Arguments.of(
                        Reason.INVALID_REQUEST,
                        404,
                        "{\"error\":{\"message\":\"No endpoints found that support tool use.\",\"code\":404}}"),
                Arguments.of(
                        Reason.INVALID_REQUEST,
                        400,
                        "{\"error\":{\"message\":\"Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.\",\"type\":\"invalid_request_error\",\"param\":\"messages.[2].role\",\"code\":null}}"),
                Arguments.of(
                        Reason.INVALID_REQUEST,
                        400,
                        "{\"object\":\"error\",\"message\":\"Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant\",\"type\":\"invalid_request_message_order\",\"param\":null,\"code\":\"3230\"}"),
                Arguments.of(
                        Reason.INVALID_REQUEST,
                        422,
                        "{\"detail\":[{\"loc\":[\"body\",\"messages\",2],\"msg\":\"extra fields not permitted\"}]}"),
                Arguments.of(
                        Reason.SERVER_ERROR,
                        500,
                        "{\"error\":{\"message\":\"EngineCore encountered an issue.\",\"type\":\"InternalServerError\",\"code\":500}}"),
                Arguments.of(Reason.SERVER_ERROR, 502, "<html><head><title>502 Bad Gateway</title></head></html>"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("others")
    void whatWentWrongIsKnown(Reason reason, int status, String body) {
        assertThat(meaning(status, body).reason()).isEqualTo(reason);
    }

    @Test
    void whatAPersonWroteIsNotTakenForWordsOfTheProvider() {
        String said = "This model's maximum context length is 600 tokens";
        Complaint complaint = Complaint.of(
                400,
                ("{\"error\":{\"message\":\"Invalid content: '" + said + "'\",\"type\":\"invalid_request_error\"}}")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(Wordings.of(complaint, "hello. " + said.toLowerCase(java.util.Locale.ROOT))
                        .reason())
                .isEqualTo(Reason.INVALID_REQUEST);
    }

    @Test
    void aWindowThatWouldHoldNothingIsNotBelieved() {
        assertThat(meaning(400, "{\"error\":{\"message\":\"maximum context length is 12 tokens\"}}")
                        .window()
                        .holds())
                .isNull();
    }

    @Test
    void whatWasFlaggedIsNotTakenOver() {
        Complaint complaint = Complaint.of(
                403,
                "{\"error\":{\"message\":\"Your input was flagged\",\"metadata\":{\"flagged_input\":\"my diagnosis\"}}}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(complaint.toString()).doesNotContain("diagnosis");
    }
}

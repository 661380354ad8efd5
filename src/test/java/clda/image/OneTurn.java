package clda.image;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Says one sentence to a server and prints the reply: a process of its own, which is put into the network of a container. */
final class OneTurn {

    private OneTurn() {}

    /** @param arguments the address of the server, and the sentence */
    public static void main(String[] arguments) throws Exception {
        System.out.println(reply(arguments[0], arguments[1]));
    }

    static String reply(String server, String sentence) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return reply(client, server, sentence);
        }
    }

    static String reply(HttpClient client, String server, String sentence) throws IOException, InterruptedException {
        String token = send(client, server + "/api/v1/login", "", "{\"user\":\"alice\",\"password\":\"alice-demo\"}")
                .path("token")
                .asText();
        String conversation = send(client, server + "/api/v1/conversations", token, "{}")
                .path("id")
                .asText();
        return send(
                        client,
                        server + "/api/v1/conversations/" + conversation + "/turns",
                        token,
                        Json.MAPPER.createObjectNode().put("text", sentence).toString())
                .path("reply")
                .asText();
    }

    private static JsonNode send(HttpClient client, String address, String token, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .header("Prefer", "wait=60")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(address + " answered " + response.statusCode() + ": " + response.body());
        }
        return Json.MAPPER.readTree(response.body());
    }
}

package clda.llm;

import java.util.List;

/**
 * The models that a conversation can choose.
 *
 * @param models the models in fallback order
 */
public record ModelCatalog(List<Entry> models) {

    /**
     * The public properties of a model.
     *
     * @param name the name in the configuration
     * @param model the name at its provider
     * @param capabilities what it can be asked, in alphabetical order
     */
    public record Entry(String name, String model, int contextTokens, List<String> capabilities) {}

    public ModelCatalog {
        models = List.copyOf(models);
    }

    public boolean has(String name) {
        return models.stream().anyMatch(model -> model.name().equals(name));
    }
}

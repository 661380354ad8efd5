package clda.llm;

import java.util.List;

/**
 * The models that a conversation can choose.
 *
 * @param models in the order in which they stand in for each other
 */
public record ModelCatalog(List<Entry> models) {

    /**
     * What anyone may know of a model.
     *
     * @param name what the configuration calls it
     * @param model what its server calls it
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

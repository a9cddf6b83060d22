using Federated.Learning.LanguageModels;
using Federated.Learning.Models;

namespace Federated.Learning.Experiments;

/// <summary>Checks that the keys of a model belong to its name.</summary>
internal static class ModelValidator
{
    /// <summary>Of a network for images.</summary>
    public static IEnumerable<ExperimentProblem> CheckImages(ModelOptions model)
    {
        if (!ModelCatalogue.Names.Contains(model.Name))
        {
            return [Unknown(model.Name, ModelCatalogue.Names, LanguageModelCatalogue.Names, "task: language")];
        }

        return Given(model).Where(key => key != "initial").Select(key => NotAccepted(key, "language models"));
    }

    /// <summary>Of a language model.</summary>
    public static IEnumerable<ExperimentProblem> CheckLanguage(ModelOptions model)
    {
        if (!LanguageModelCatalogue.Names.Contains(model.Name))
        {
            return [Unknown(model.Name, LanguageModelCatalogue.Names, ModelCatalogue.Names, "task: classification")];
        }

        return Given(model).Select(key => Belongs(key, model)).OfType<ExperimentProblem>().Concat(CheckSizes(model));
    }

    private static IEnumerable<ExperimentProblem> CheckSizes(ModelOptions model)
    {
        if (LanguageModelCatalogue.IsFromFolder(model.Name) && model.Folder is null)
        {
            yield return new ExperimentProblem(
                "model.folder", $"required by {model.Name} but missing; expected a folder with config.json, model.safetensors, vocab.json and merges.txt");
        }

        if (model is { Width: { } width, Heads: { } heads } && width % heads != 0)
        {
            yield return new ExperimentProblem("model.heads", $"{heads} is not accepted with a width of {width}; expected a divisor of it");
        }
    }

    private static ExperimentProblem Unknown(string name, IEnumerable<string> expected, IEnumerable<string> others, string otherTask)
    {
        var known = others.Contains(name) ? $"belongs to {otherTask}" : "is not known";
        return new ExperimentProblem("model.name", $"{Printable.Shorten(name)} {known}; expected one of {string.Join(", ", expected)}");
    }

    /// <summary>Null: the key belongs to the model.</summary>
    private static ExperimentProblem? Belongs(string key, ModelOptions model)
    {
        var (belongs, to) = key switch
        {
            "folder" => (LanguageModelCatalogue.IsFromFolder(model.Name), "gpt2 and opt"),
            "lora_rank" or "lora_alpha" => (model.Trainable == Trainable.Lora, "trainable: lora"),
            "trainable" => (true, ""),
            _ => (model.Name == LanguageModelCatalogue.ByteGpt, LanguageModelCatalogue.ByteGpt),
        };
        return belongs ? null : NotAccepted(key, to);
    }

    private static ExperimentProblem NotAccepted(string key, string belongsTo) =>
        new($"model.{key}", $"only accepted with {belongsTo}; expected no such key");

    /// <summary>Keys that are not as they are by default.</summary>
    private static IEnumerable<string> Given(ModelOptions model)
    {
        (string Key, bool Given)[] keys =
        [
            ("initial", model.Initial is not null),
            ("width", model.Width is not null),
            ("blocks", model.Blocks is not null),
            ("heads", model.Heads is not null),
            ("context", model.Context is not null),
            ("folder", model.Folder is not null),
            ("trainable", model.Trainable != Trainable.All),
            ("lora_rank", model.LoraRank is not null),
            ("lora_alpha", model.LoraAlpha is not null),
        ];
        return keys.Where(key => key.Given).Select(key => key.Key);
    }
}

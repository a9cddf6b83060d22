using Federated.Learning.Data;
using Federated.Learning.Data.Text;

namespace Federated.Learning.Experiments;

/// <summary>Checks of a language task.</summary>
internal static class LanguageValidator
{
    /// <summary>Everything that can be said before data and model are loaded.</summary>
    public static IEnumerable<ExperimentProblem> Check(Experiment experiment) =>
        CheckData(experiment.Data).Concat(CheckPrecision(experiment.Precision)).Concat(ModelValidator.CheckLanguage(experiment.Model));

    private static IEnumerable<ExperimentProblem> CheckPrecision(Precision precision)
    {
        if (precision != Precision.Float32)
        {
            yield return new ExperimentProblem("precision", "bf16 is not accepted with task: language; expected float32");
        }
    }

    private static IEnumerable<ExperimentProblem> CheckData(DataOptions data)
    {
        if (data is not TextDataOptions)
        {
            yield return new ExperimentProblem("data.name", $"{data.Name} is not accepted with task: language, which needs text; expected mails, text or prompts");
            yield break;
        }

        if (data.Augment != Augmentation.None)
        {
            yield return new ExperimentProblem("data.augment", "only accepted with images; expected none");
        }

        if (data is not PromptsOptions prompts)
        {
            yield break;
        }

        if (prompts.Prompt.Split(PromptsOptions.Place).Length != 2)
        {
            yield return new ExperimentProblem(
                "data.prompt", $"'{Printable.Shorten(prompts.Prompt)}' has no place or several for the sentence; expected {PromptsOptions.Place} exactly once");
        }

        if (prompts.Words.Length < 2)
        {
            yield return new ExperimentProblem("data.words", $"{prompts.Words.Length} words; expected at least two, one for each label");
        }
    }
}

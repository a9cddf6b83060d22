using System.Security.Cryptography;
using System.Text;
using Federated.Learning.Experiments.Binding;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Experiments;

/// <summary>
/// Recognises an experiment: SHA-256 of its full text. A checkpoint stores it, so that a run is not continued with other settings.
/// Keys that decide no bit of the trajectory are left out: <c>name</c>, <c>rounds</c> (a resumed run may be extended, unless its learning rate ends with it),
/// <c>evaluation.target_accuracy</c>, and all of <c>checkpoint</c>, <c>record</c> and <c>output</c>.
/// </summary>
public static class ExperimentHash
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string Of(Experiment experiment)
    {
        var rateEnds = experiment.Algorithm is SharedSeedOptions { Schedule: not RateSchedule.Exponential };
        var text = OptionsWriter.Write(experiment, key => key == "rounds" ? !rateEnds : IsIrrelevant(key));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static bool IsIrrelevant(string key) =>
        key is "name" or "evaluation.target_accuracy" or "checkpoint" or "record" or "output";
}

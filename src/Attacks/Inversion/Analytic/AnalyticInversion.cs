using Federated.Attacks.Inversion.Labels;
using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning;
using Federated.Learning.Models;
using Federated.Learning.Parameters;

namespace Federated.Attacks.Inversion.Analytic;

/// <summary>
/// Reads samples off the first layer's update where that layer is linear and has a bias: exact for one sample, after any number of steps on it. For several
/// samples every row is a mixture; those that lie nearest to what pixels can be are given, and are often worthless.
/// </summary>
internal sealed class AnalyticInversion : IInversion
{
    public string Name => "analytic";

    public string Summary => "closed form for a linear first layer: dW / db";

    public ThreatModel Threat => ThreatModel.A;

    public InversionOptions Defaults { get; } = new() { Iterations = 1 };

    public Reconstruction Run(Observation observation, InversionOptions options, IProgress<InversionProgress>? progress, CancellationToken stop)
    {
        observation.Check(Name, Threat);
        var (weight, bias) = FirstLayer(observation.Network);
        var dW = observation.Step.AsSpan(weight.Offset, weight.Length);
        var db = observation.Step.AsSpan(bias.Offset, bias.Length);
        var first = LinearLayerInput.Recover<float>(dW, db)
            ?? throw new InputException($"{Name}: the update of {bias.Name} is zero, a defence removed it, and dW / db cannot be formed; expected another attack, such as ig");
        var labels = LabelRecovery.Resolve(Name, observation, options, stop)
            ?? throw new InputException($"attack.labels: joint is for attacks that optimise; {Name} takes the other strategies");
        var box = new PixelBox(observation.Network.Input, observation.Normalisation, 1);
        List<float[]> found = observation.Samples == 1 ? [first] : Plausible(dW, db, observation.Samples, box);
        progress?.Report(new InversionProgress(0, 1, 1, Outside(found, box)));
        return new Reconstruction
        {
            Inputs = [.. found.SelectMany(sample => sample)],
            Labels = labels,
            Objective = Outside(found, box),
            Evaluations = 1,
        };
    }

    private (ParameterTensor Weight, ParameterTensor Bias) FirstLayer(Network network)
    {
        var tensors = network.Layout.Tensors;
        return network is SequentialNetwork { Stack: [LayerSpec.Flatten, LayerSpec.Linear, ..] } or SequentialNetwork { Stack: [LayerSpec.Linear, ..] }
            ? (tensors[0], tensors[1])
            : throw new InputException(
                $"{Name}: {network.Name} has no linear layer at its input, only features deeper in could be read off; expected a model such as 2nn, emnist-nn or logistic, or another attack");
    }

    /// <summary>The mixtures of the n rows that leave [0, 1] least.</summary>
    private static List<float[]> Plausible(ReadOnlySpan<float> dW, ReadOnlySpan<float> db, int n, PixelBox box)
    {
        var rows = new List<float[]>();
        for (var r = 0; r < db.Length; r++)
        {
            if (db[r] != 0f)
            {
                rows.Add(LinearLayerInput.Row(dW, db, r));
            }
        }

        List<float[]> best = [.. rows.OrderBy(row => Outside([row], box)).Take(n)];
        while (best.Count < n)
        {
            // Fewer active rows than samples: what is not seen is a repetition.
            best.Add(best[0]);
        }

        return best;
    }

    /// <summary>Mean squared distance of values to their box.</summary>
    private static double Outside(List<float[]> samples, PixelBox box)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            var inside = sample.ToArray();
            box.Project(inside);
            sum += sample.Zip(inside, (a, b) => ((double)a - b) * (a - b)).Average();
        }

        return sum / samples.Count;
    }
}

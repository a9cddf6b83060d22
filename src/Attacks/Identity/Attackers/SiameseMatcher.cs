using Federated.Learning.Randomness;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Federated.Attacks.Identity.Attackers;

/// <summary>
/// Siamese network (Bromley et al. 1993; Koch et al. 2015): one layer f(x) = relu(W x + b) for both updates, and log odds c - v . |f(a) - f(b)| that one
/// user sent both. Learned from pairs of labelled updates: all that match, and in every step as many that do not, drawn anew.
/// </summary>
public sealed class SiameseMatcher : IPairMatcher
{
    private const int Units = 32;
    private const int Iterations = 200;
    private const double LearningRate = 0.01;
    private const double WeightDecay = 1e-3;

    /// <inheritdoc/>
    public string Name => "siamese";

    /// <inheritdoc/>
    public (double[,] Across, double[,] Within) Compare(IdentityProblem problem)
    {
        using var scope = NewDisposeScope();
        var (labelled, anonymous) = problem.Reduced;
        var (own, others) = (Rows(labelled), Rows(anonymous));
        var parameters = Initial(labelled.Width, problem.Seed);
        Train(parameters, own, problem);
        using var noGrad = no_grad();
        var (left, right) = (Embed(parameters, others), Embed(parameters, own));
        return (Table(parameters, left, right), Table(parameters, left, left));
    }

    private static void Train(Parameter[] parameters, Tensor own, IdentityProblem problem)
    {
        var (matching, differing) = Pairs(problem.Users);
        if (matching.Count == 0 || differing.Count == 0)
        {
            return;
        }

        var stream = new KeyedStream(problem.Seed, Purpose.Identification, round: 2);
        using var adam = optim.Adam(parameters, LearningRate, weight_decay: WeightDecay);
        var targets = cat([ones(matching.Count), zeros(matching.Count)]);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            using var step = NewDisposeScope();
            var chosen = new List<(int A, int B)>(matching);
            for (var i = 0; i < matching.Count; i++)
            {
                chosen.Add(differing[stream.NextInt32(differing.Count)]);
            }

            var embedded = Embed(parameters, own);
            var left = embedded.index_select(0, tensor(chosen.Select(pair => (long)pair.A).ToArray()));
            var right = embedded.index_select(0, tensor(chosen.Select(pair => (long)pair.B).ToArray()));
            adam.zero_grad();
            nn.functional.binary_cross_entropy_with_logits(LogOdds(parameters, left, right), targets).backward();
            adam.step();
        }
    }

    private static (List<(int A, int B)> Matching, List<(int A, int B)> Differing) Pairs(IReadOnlyList<int> users)
    {
        var (matching, differing) = (new List<(int A, int B)>(), new List<(int A, int B)>());
        for (var a = 0; a < users.Count; a++)
        {
            for (var b = 0; b < a; b++)
            {
                (users[a] == users[b] ? matching : differing).Add((a, b));
            }
        }

        return (matching, differing);
    }

    /// <summary>W [units, width], b, v and c.</summary>
    private static Parameter[] Initial(int width, ulong seed)
    {
        var stream = new KeyedStream(seed, Purpose.Identification, round: 1);
        var weight = new float[Units * width];
        for (var i = 0; i < weight.Length; i++)
        {
            weight[i] = (float)(stream.NextGaussian() / Math.Sqrt(width));
        }

        Tensor[] parameters = [tensor(weight, [Units, width]), zeros(Units), ones(Units), ones(1)];
        return [.. parameters.Select(parameter => new Parameter(parameter))];
    }

    private static Tensor Rows(FeatureMatrix features) => tensor(features.Values.ToArray(), [features.Rows, features.Width]);

    private static Tensor Embed(Tensor[] p, Tensor x) => nn.functional.linear(x, p[0], p[1]).relu();

    private static Tensor LogOdds(Tensor[] p, Tensor left, Tensor right) => p[3] - (left - right).abs().matmul(p[2]);

    private static double[,] Table(Tensor[] parameters, Tensor left, Tensor right)
    {
        var table = new double[left.shape[0], right.shape[0]];
        for (var i = 0; i < table.GetLength(0); i++)
        {
            using var scope = NewDisposeScope();
            var row = LogOdds(parameters, left[i].unsqueeze(0), right).data<float>();
            for (var j = 0; j < table.GetLength(1); j++)
            {
                table[i, j] = row[j];
            }
        }

        return table;
    }
}

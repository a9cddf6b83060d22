using Federated.Learning.Data;
using Federated.Learning.LanguageModels;
using Federated.Learning.Numerics;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;
using Federated.Learning.ZerothOrder;
using Xunit;

namespace Federated.Learning.Tests.Tasks;

public sealed class LanguageObjectiveTests
{
    public static TheoryData<string, Trainable> Cases { get; } = new()
    {
        { "text", Trainable.All },
        { "text", Trainable.NormsAndBiases },
        { "text", Trainable.Lora },
        { "prompts", Trainable.All },
        { "prompts", Trainable.NormsAndBiases },
        { "prompts", Trainable.Lora },
    };

    /// <summary>In each tensor, where its gradient is largest.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_central_differences_of_the_loss(string data, Trainable trainable)
    {
        var task = LanguageBed.Task(Data(data), batchSize: 8, LanguageBed.Options(trainable));
        using var objective = LanguageBed.Open(task);
        Shake(objective.Point);
        objective.NextBatch();
        objective.Evaluate();
        var gradient = objective.Gradient.ToArray();
        foreach (var tensor in task.Layout.Tensors)
        {
            var largest = Enumerable.Range(tensor.Offset, tensor.Length).MaxBy(i => Math.Abs(gradient[i]));
            Assert.Equal(Slope(objective, largest), gradient[largest], (0.02 * Math.Abs(gradient[largest])) + 2e-4);
        }

        Assert.True(FlatVector.Norm<float>(gradient) > 0.1);
    }

    [Theory]
    [InlineData(Trainable.All)]
    [InlineData(Trainable.NormsAndBiases)]
    [InlineData(Trainable.Lora)]
    public void Differences_along_random_directions_are_projected_gradients(Trainable trainable)
    {
        const int Directions = 200;
        const float Eps = 1e-3f;
        using var objective = LanguageBed.Open(LanguageBed.Task(LanguageBed.Text(64), batchSize: 16, LanguageBed.Options(trainable)));
        Shake(objective.Point);
        var theta = objective.Point.ToArray();
        var z = new float[theta.Length];
        objective.NextBatch();
        objective.Evaluate();
        var gradient = objective.Gradient.ToArray();
        var (differences, products) = (new double[Directions], new double[Directions]);
        for (var i = 0; i < Directions; i++)
        {
            var direction = new Direction(9, i, 0, 0);
            DirectionKernels.Perturb(theta, 0, direction, Eps, objective.Point, LaneWidths.Widest);
            differences[i] = objective.Loss();
            DirectionKernels.Perturb(theta, 0, direction, -Eps, objective.Point, LaneWidths.Widest);
            differences[i] = (differences[i] - objective.Loss()) / (2 * Eps);
            DirectionKernels.Perturb(new float[theta.Length], 0, direction, 1, z, LaneWidths.Widest);
            products[i] = z.Zip(gradient, (a, b) => (double)a * b).Sum();
        }

        Assert.True(Correlation(differences, products) > 0.99);
    }

    [Fact]
    public void A_trained_part_has_its_part_of_the_gradient()
    {
        var whole = LanguageBed.Task(LanguageBed.Text(16), batchSize: 16);
        var part = LanguageBed.Task(LanguageBed.Text(16), batchSize: 16, LanguageBed.Options(Trainable.NormsAndBiases));
        using var all = LanguageBed.Open(whole);
        using var some = LanguageBed.Open(part);
        all.NextBatch();
        some.NextBatch();

        Assert.Equal(all.Evaluate(), some.Evaluate());
        var named = whole.Layout.Tensors.ToDictionary(tensor => tensor.Name);
        foreach (var tensor in part.Layout.Tensors)
        {
            var expected = all.Gradient.Slice(named[tensor.Name].Offset, tensor.Length).ToArray();
            Assert.Equal(expected, some.Gradient.Slice(tensor.Offset, tensor.Length).ToArray(), (a, b) => Math.Abs(a - b) <= 1e-6f);
        }
    }

    /// <summary>W' = W + s B A: the gradients of A and B are s B'G and s G A', with G the whole model's gradient at W'.</summary>
    [Fact]
    public void Gradients_of_adapters_follow_the_chain_rule()
    {
        const int Rank = 3;
        const double Scale = 5.0 / Rank;
        var options = LanguageBed.Options(Trainable.Lora) with { LoraRank = Rank, LoraAlpha = 5.0 };
        var lora = LanguageBed.Task(LanguageBed.Text(16), batchSize: 16, options);
        using var adapters = LanguageBed.Open(lora);
        Shake(adapters.Point);
        adapters.NextBatch();
        adapters.Evaluate();
        var whole = LanguageBed.Task(LanguageBed.Text(16), batchSize: 16);
        using var merged = LanguageBed.Open(whole);
        lora.Part.Merge(adapters.Point).CopyTo(merged.Point);
        merged.NextBatch();
        merged.Evaluate();

        var place = whole.Layout.Tensors.Single(tensor => tensor.Name == "h.1.attn.c_attn.weight");
        var (output, input) = ((int)place.Shape[0], (int)place.Shape[1]);
        var g = merged.Gradient.Slice(place.Offset, place.Length).ToArray();
        var a = Part(lora.Layout, "h.1.attn.c_attn.weight.lora_a", adapters);
        var b = Part(lora.Layout, "h.1.attn.c_attn.weight.lora_b", adapters);
        for (var k = 0; k < Rank; k++)
        {
            for (var column = 0; column < input; column++)
            {
                var expected = Scale * Enumerable.Range(0, output).Sum(row => b.Values[(row * Rank) + k] * (double)g[(row * input) + column]);
                Assert.Equal(expected, a.Gradient[(k * input) + column], 1e-5);
            }

            for (var row = 0; row < output; row++)
            {
                var expected = Scale * Enumerable.Range(0, input).Sum(column => g[(row * input) + column] * (double)a.Values[(k * input) + column]);
                Assert.Equal(expected, b.Gradient[(row * Rank) + k], 1e-5);
            }
        }

        Assert.Contains(a.Gradient, value => Math.Abs(value) > 1e-3);
    }

    private static FederatedDataset Data(string kind) => kind == "text" ? LanguageBed.Text(64) : LanguageBed.Prompts(64);

    /// <summary>Away from the first parameters, where half of the adapters is zero.</summary>
    private static void Shake(Span<float> point)
    {
        for (var i = 0; i < point.Length; i++)
        {
            point[i] += 0.1f * MathF.Sin(i * 12.9898f);
        }
    }

    private static double Slope(ILocalObjective<float> objective, int i)
    {
        const float H = 5e-3f;
        var value = objective.Point[i];
        objective.Point[i] = value + H;
        var above = objective.Loss();
        objective.Point[i] = value - H;
        var below = objective.Loss();
        objective.Point[i] = value;
        return (above - below) / (2 * H);
    }

    private static (float[] Values, float[] Gradient) Part(ParameterLayout layout, string name, ILocalObjective<float> objective)
    {
        var tensor = layout.Tensors.Single(tensor => tensor.Name == name);
        return (objective.Point.Slice(tensor.Offset, tensor.Length).ToArray(), objective.Gradient.Slice(tensor.Offset, tensor.Length).ToArray());
    }

    private static double Correlation(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var covariance = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        return covariance / Math.Sqrt(x.Sum(a => (a - meanX) * (a - meanX)) * y.Sum(b => (b - meanY) * (b - meanY)));
    }
}

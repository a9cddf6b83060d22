using Federated.Learning.Data;
using Federated.Learning.Models;
using Federated.Learning.Privacy;
using Federated.Learning.Tests.Models;
using Federated.Learning.Tests.Runs;
using Xunit;

namespace Federated.Learning.Tests.Privacy;

public class SoteriaTests
{
    private static readonly SampleShape _shape = new(1, 6, 6);

    /// <summary>Behind one fully connected layer r_j = max(0, w_j x + b_j), and dr_j / dX is w_j where r_j is not 0.</summary>
    [Fact]
    public void Scores_agree_with_the_closed_form_of_a_perceptron()
    {
        var network = (SequentialNetwork)ModelCatalogue.Create("2nn", _shape, 10);
        var weights = Draw.Initial(network);
        var samples = Draw.Normal(3 * _shape.Size);
        var scores = new RepresentationProbe(network).Scores("fc2", weights, samples);
        var (weight, bias) = (network.Layout.Tensors[0], network.Layout.Tensors[1]);
        Assert.Equal(weight.Shape[0], scores.Length);
        for (var j = 0; j < scores.Length; j++)
        {
            var row = weights[(weight.Offset + (j * _shape.Size))..][.._shape.Size];
            var expected = Enumerable.Range(0, 3).Sum(sample => Math.Max(0.0, Dot(row, samples.AsSpan(sample * _shape.Size)) + weights[bias.Offset + j]));
            Assert.Equal(expected / Math.Sqrt(Dot(row, row)), scores[j], 1e-5);
        }
    }

    [Fact]
    public void Inputs_that_depend_on_no_pixel_give_nothing_away()
    {
        var network = (SequentialNetwork)ModelCatalogue.Create("2nn", _shape, 10);
        var weights = new float[network.Layout.Dimension];
        weights.AsSpan(network.Layout.Tensors[1].Offset, 200).Fill(1f);
        Assert.All(new RepresentationProbe(network).Scores("fc2", weights, Draw.Normal(_shape.Size)), score => Assert.Equal(0.0, score));
    }

    [Theory]
    [InlineData("cnn28", null, "fc2", 128)]
    [InlineData("cnn28", "fc1", "fc1", 512)]
    [InlineData("lenet-sigmoid", null, "fc1", 588)]
    public void The_inputs_that_give_most_away_lose_their_columns_and_nothing_else_changes(string model, string? layer, string name, int inputs)
    {
        var network = (SequentialNetwork)ModelCatalogue.Create(model, new SampleShape(1, 28, 28), 10);
        var weights = Draw.Initial(network);
        var probe = new RepresentationProbe(network);
        var samples = Draw.Normal(2 * 784);
        var context = Defended.ContextOf(network.Layout) with { Representation = (asked, _) => probe.Scores(asked, weights, samples) };
        var update = Enumerable.Repeat(1f, network.Layout.Dimension).ToArray();
        new SoteriaOptions { Layer = layer, Share = 0.1 }.Apply<float>(update, context);

        var scores = probe.Scores(name, weights, samples);
        Assert.Equal(inputs, scores.Length);
        var largest = Enumerable.Range(0, inputs).OrderByDescending(j => scores[j]).Take((int)Math.Round(0.1 * inputs)).ToHashSet();
        var weight = network.Layout.Tensors.Single(tensor => tensor.Name == $"{name}.weight");
        for (var i = 0; i < update.Length; i++)
        {
            var isIn = i >= weight.Offset && i < weight.Offset + weight.Length && largest.Contains((i - weight.Offset) % inputs);
            Assert.Equal(isIn ? 0f : 1f, update[i]);
        }
    }

    [Theory]
    [InlineData("cnn28", "fc3", "fc3 is no fully connected layer of cnn28 behind another layer; expected fc1 or fc2")]
    [InlineData("2nn", "fc1", "fc1 is no fully connected layer of 2nn behind another layer; expected fc2 or fc3")]
    [InlineData("logistic", null, "soteria is not accepted with logistic, which has no fully connected layer behind another layer")]
    public void A_model_without_such_a_layer_is_refused(string model, string? layer, string message)
    {
        using var bed = new RunBed();
        var experiment = RunBed.Small with
        {
            Model = new ModelOptions { Name = model },
            Privacy = new PrivacyOptions { Defences = [new ClipOptions(), new SoteriaOptions { Layer = layer }] },
        };
        var refusal = Assert.Throws<InputException>(() => bed.Run(experiment));
        Assert.StartsWith($"privacy.defences[1].layer: {message}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_workers_changes_no_bit()
    {
        using var bed = new RunBed();
        var experiment = RunBed.SmallCnn with { Rounds = 1, Privacy = new PrivacyOptions { Defences = [new SoteriaOptions { Share = 0.5, Samples = 2 }] } };
        var one = bed.Sha(experiment, "one", workers: 1);
        Assert.Equal(one, bed.Sha(experiment, "three", workers: 3));
        Assert.NotEqual(one, bed.Sha(experiment with { Privacy = null }, "plain"));
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }
}

using System.Text;
using Federated.Learning.LanguageModels;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;
using Xunit;

namespace Federated.Learning.Tests.LanguageModels;

public sealed class PretrainingTests
{
    private static readonly PretrainingOptions _tiny = new() { Width = 8, Blocks = 1, Heads = 2, Context = 6, Steps = 60, Batch = 8, LearningRate = 0.01, HeldOut = 0.1 };

    private static readonly byte[] _text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("all work and no play makes a dull day. ", 30)));

    [Fact]
    public void It_learns_the_text()
    {
        var losses = new List<double>();
        var model = Pretraining.Run(_text, _tiny, new Recorder(step => losses.Add(step.Loss)), default);
        Assert.Equal(60, losses.Count);
        Assert.InRange(losses[0], Math.Log(256) - 0.1, Math.Log(256) + 0.1);
        Assert.InRange(model.HeldOutLoss, 0.1, losses[0] - 2.0);
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_and_others_do_not()
    {
        var first = ModelHash.Of<float>(Train(_tiny).Weights);
        Assert.Equal(first, ModelHash.Of<float>(Train(_tiny).Weights));
        Assert.NotEqual(first, ModelHash.Of<float>(Train(_tiny with { Seed = 21 }).Weights));
    }

    [Fact]
    public void What_is_held_out_is_not_trained_on()
    {
        var other = (byte[])_text.Clone();
        other.AsSpan(^_tiny.HeldOutBytes(_text.Length)..).Fill((byte)'!');
        var (model, changed) = (Train(_tiny), Pretraining.Run(other, _tiny, new Recorder(_ => { }), default));
        Assert.Equal(model.Weights, changed.Weights);
        Assert.True(changed.HeldOutLoss > model.HeldOutLoss + 1);
    }

    [Fact]
    public void The_loss_is_that_of_every_byte_given_those_before_it_in_its_window()
    {
        var network = new Transformer(_tiny.Shape with { Context = 4 });
        using var parameters = new ParameterVector(network.Layout, trainable: false);
        network.Layout.Initialise(9, parameters.Values);
        foreach (ref var value in parameters.Values)
        {
            value *= 8;
        }

        // Two windows of four; the last byte but one has no whole window and is left out.
        int[] tokens = [65, 66, 67, 66, 65, 68, 65, 66, 70, 71];
        var plain = new PlainTransformer(network.Shape, network.Layout, parameters.Values.ToArray());
        var expected = Enumerable.Range(0, 2).SelectMany(window => plain.Logits(tokens[(4 * window)..((4 * window) + 4)])
            .Select((row, i) => Math.Log(row.Sum(Math.Exp)) - row[tokens[(4 * window) + i + 1]])).Average();

        Assert.Equal(expected, Pretraining.Loss(network, parameters, tokens.Select(token => (byte)token).ToArray(), default), 1e-4);
        Assert.NotEqual(Math.Log(256), expected, 0.05);
    }

    [Fact]
    public void The_learning_rate_warms_up_and_falls_to_a_tenth()
    {
        Assert.Equal(1.0 / 30, Pretraining.Rate(0, 1000));
        Assert.Equal(1.0, Pretraining.Rate(29, 1000));
        Assert.Equal(1.0, Pretraining.Rate(30, 1000));
        Assert.Equal(0.55, Pretraining.Rate(515, 1000), 1e-9);
        Assert.Equal(0.1, Pretraining.Rate(999, 1000), 1e-4);
    }

    [Fact]
    public void Notes_tell_how_the_model_was_made()
    {
        var model = Train(_tiny);
        Assert.Equal("60", model.Notes["steps"]);
        Assert.Equal("20", model.Notes["seed"]);
        Assert.Equal("0.01", model.Notes["learning_rate"]);
        Assert.Equal("1170", model.Notes["text_bytes"]);
        Assert.Equal(ModelHash.Of<byte>(_text), model.Notes["text_sha256"]);
    }

    [Fact]
    public void It_stops_where_it_is_told_to()
    {
        using var source = new CancellationTokenSource();
        var last = 0;
        Assert.Throws<OperationCanceledException>(() => Pretraining.Run(_text, _tiny, new Recorder(step => Stop(step.Step)), source.Token));
        Assert.Equal(5, last);

        void Stop(int step)
        {
            last = step;
            if (step == 5)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void A_loss_that_overflows_ends_it()
    {
        var error = Assert.Throws<RunFailedException>(() => Train(_tiny with { LearningRate = 1e30 }));
        Assert.Contains("a lower learning rate than 1E+30 may help", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Native_memory_does_not_grow_with_the_steps()
    {
        var alive = new List<long>();
        Pretraining.Run(_text, _tiny, new Recorder(_ => alive.Add(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount)), default);
        Assert.Equal(alive[1], alive[^1]);
    }

    public static TheoryData<PretrainingOptions, string> Refused => new()
    {
        { _tiny with { Steps = 0 }, "steps: 0 is not accepted; expected at least 1" },
        { _tiny with { Batch = 0 }, "batch: 0 is not accepted; expected at least 1" },
        { _tiny with { Batch = 1 << 24 }, "expected at most 16777216 bytes in a step" },
        { _tiny with { LearningRate = double.NaN }, "learning rate: NaN is not accepted; expected a number above 0" },
        { _tiny with { HeldOut = 0.6 }, "held out: 0.6 is not accepted; expected a fraction in (0, 0.5]" },
        { _tiny with { Heads = 3 }, "model: 3 heads on a width of 8; expected a number that divides it" },
        { _tiny with { Context = 117 }, "text: 1170 bytes, 117 of them held out; expected more than a window of 117 in each part" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_trained_is_refused(PretrainingOptions options, string reason)
    {
        var error = Assert.Throws<InputException>(() => Train(options));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static PretrainedModel Train(PretrainingOptions options) => Pretraining.Run(_text, options, new Recorder(_ => { }), default);

    private sealed class Recorder(Action<PretrainingStep> record) : IProgress<PretrainingStep>
    {
        public void Report(PretrainingStep value) => record(value);
    }
}

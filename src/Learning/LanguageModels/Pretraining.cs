using System.Globalization;
using System.Security.Cryptography;
using Federated.Learning.Numerics;
using Federated.Learning.Parameters;
using Federated.Learning.Randomness;
using Federated.Learning.Rounds;
using static TorchSharp.torch;

namespace Federated.Learning.LanguageModels;

/// <summary>
/// Trains a byte-level GPT on a text: Adam (0.9, 0.95) with a warm-up of 30 steps, a cosine down to a tenth of the learning rate and
/// gradients clipped to norm 1. The same text, options and machine give the same bits.
/// </summary>
public static class Pretraining
{
    private const int WarmUp = 30;
    private const double LastRate = 0.1;
    private const double LongestGradient = 1.0;

    /// <summary>Windows of a batch that only evaluates.</summary>
    private const int ScoredTogether = 64;

    /// <summary>Trains a model and measures it.</summary>
    /// <param name="text">the part at its end is held out</param>
    /// <param name="options">checked first</param>
    /// <param name="progress">told after every step</param>
    /// <param name="cancellation">looked at before every step</param>
    /// <exception cref="InputException">the options are refused</exception>
    /// <exception cref="RunFailedException">the loss became NaN or infinite</exception>
    public static PretrainedModel Run(byte[] text, PretrainingOptions options, IProgress<PretrainingStep> progress, CancellationToken cancellation)
    {
        options.Validate(text.Length);
        var network = new Transformer(options.Shape);
        var training = new TextWindows(text.AsMemory(..^options.HeldOutBytes(text.Length)), options.Context);
        using var parameters = new ParameterVector(network.Layout, trainable: true);
        network.Layout.Initialise(options.Seed, parameters.Values);
        var adam = new Adam(network.Layout.Dimension, 0.9, 0.95);
        for (var step = 0; step < options.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var loss = Gradient(network, parameters, training.Draw(options.Batch, new KeyedStream(options.Seed, Purpose.BatchOrder, step)));
            var norm = FlatVector.Norm<float>(parameters.Gradient);
            if (!double.IsFinite(loss + norm))
            {
                throw new RunFailedException($"the loss or its gradient became NaN or infinite in step {step + 1}; a lower learning rate than {options.LearningRate} may help");
            }

            adam.Step(parameters.Values, parameters.Gradient, Math.Min(1.0, LongestGradient / norm), options.LearningRate * Rate(step, options.Steps));
            progress.Report(new PretrainingStep(step + 1, options.Steps, loss));
        }

        var heldOut = Loss(network, parameters, text.AsMemory(^options.HeldOutBytes(text.Length)..), cancellation);
        return new PretrainedModel(network, parameters.Values.ToArray(), heldOut, Notes(text, options, heldOut));
    }

    /// <summary>Mean loss of a model over a text in windows that follow each other.</summary>
    /// <param name="network">of 256 tokens</param>
    /// <param name="parameters">its parameters</param>
    /// <param name="text">longer than the model's context</param>
    /// <param name="cancellation">looked at before every batch</param>
    /// <returns>nats per byte</returns>
    internal static double Loss(Transformer network, ParameterVector parameters, ReadOnlyMemory<byte> text, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        var windows = new TextWindows(text, network.Shape.Context);
        var sum = 0.0;
        for (var first = 0; first < windows.Count; first += ScoredTogether)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            sum += CrossEntropy(network, parameters, windows.Slice(first, ScoredTogether), nn.Reduction.Sum).item<float>();
        }

        return sum / ((double)windows.Count * network.Shape.Context);
    }

    /// <summary>Factor on the learning rate.</summary>
    /// <param name="step">from 0</param>
    /// <param name="steps">steps in all</param>
    internal static double Rate(int step, int steps) => step < WarmUp
        ? (step + 1.0) / WarmUp
        : LastRate + ((1.0 - LastRate) * 0.5 * (1.0 + Math.Cos(Math.PI * (step - WarmUp) / (steps - WarmUp))));

    private static double Gradient(Transformer network, ParameterVector parameters, Tensor windows)
    {
        var loss = CrossEntropy(network, parameters, windows, nn.Reduction.Mean);
        parameters.ForgetGradients();
        loss.backward();
        parameters.CollectGradients();
        return loss.item<float>();
    }

    private static Tensor CrossEntropy(Transformer network, ParameterVector parameters, Tensor windows, nn.Reduction reduction)
    {
        var context = network.Shape.Context;
        var logits = network.Logits(parameters.Views, windows.narrow(1, 0, context));
        return nn.functional.cross_entropy(logits.view(-1, network.Shape.Vocabulary), windows.narrow(1, 1, context).reshape(-1), reduction: reduction);
    }

    private static Dictionary<string, string> Notes(byte[] text, PretrainingOptions options, double heldOut) => new()
    {
        ["made_by"] = "fed pretrain",
        ["steps"] = Text(options.Steps),
        ["batch"] = Text(options.Batch),
        ["learning_rate"] = Text(options.LearningRate),
        ["seed"] = Text(options.Seed),
        ["held_out"] = Text(options.HeldOut),
        ["held_out_loss"] = heldOut.ToString("F4", CultureInfo.InvariantCulture),
        ["text_bytes"] = Text(text.Length),
        ["text_sha256"] = Convert.ToHexStringLower(SHA256.HashData(text)),
    };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}

using Federated.Attacks.Derivatives;
using Federated.Learning.Data;
using Federated.Learning.Models;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Identity.Attackers;

/// <summary>A network that learns users from labelled updates, by full-batch Adam with weight decay; its scores are log probabilities.</summary>
/// <param name="hidden">units of its hidden layer; null: softmax regression</param>
public sealed class NetworkClassifier(int? hidden) : IIdentityAttacker
{
    private const int Iterations = 200;
    private const double LearningRate = 0.01;
    private const double Decay = 3e-4;

    /// <inheritdoc/>
    public string Name => hidden is null ? "softmax" : "mlp";

    /// <inheritdoc/>
    public double[,] Score(IdentityProblem problem)
    {
        var (labelled, anonymous) = problem.Reduced;
        var network = new Perceptron(Name, new SampleShape(labelled.Width, 1, 1), hidden is { } units ? [units] : [], problem.UserCount);
        var weights = Train(network, labelled, problem);
        using var loss = JointLosses.Create<float>(network, anonymous.Rows);
        weights.CopyTo(loss.Weights);
        anonymous.Values.CopyTo(loss.Inputs);
        loss.Targets.Fill(1f / problem.UserCount);
        loss.Evaluate();
        return LogProbabilities(loss.Logits, problem.UserCount);
    }

    private static float[] Train(Perceptron network, FeatureMatrix labelled, IdentityProblem problem)
    {
        var weights = new float[network.Layout.Dimension];
        network.Layout.Initialise(problem.Seed, weights);
        using var loss = JointLosses.Create<float>(network, labelled.Rows);
        labelled.Values.CopyTo(loss.Inputs);
        loss.Targets.Clear();
        for (var i = 0; i < labelled.Rows; i++)
        {
            loss.Targets[(i * problem.UserCount) + problem.Users[i]] = 1f;
        }

        var adam = new Adam(weights.Length, 0.9, 0.999);
        var gradient = new float[weights.Length];
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            weights.CopyTo(loss.Weights);
            loss.Evaluate();
            FlatVector.Combine<float>(gradient, 1.0, loss.WeightGradient, Decay, weights);
            adam.Step(weights, gradient, 1.0, LearningRate);
        }

        return weights;
    }

    private static double[,] LogProbabilities(ReadOnlySpan<float> logits, int classes)
    {
        var scores = new double[logits.Length / classes, classes];
        for (var i = 0; i < logits.Length / classes; i++)
        {
            var row = logits.Slice(i * classes, classes);
            double largest = float.NegativeInfinity;
            foreach (var logit in row)
            {
                largest = Math.Max(largest, logit);
            }

            var sum = 0.0;
            foreach (var logit in row)
            {
                sum += Math.Exp(logit - largest);
            }

            for (var c = 0; c < classes; c++)
            {
                scores[i, c] = row[c] - largest - Math.Log(sum);
            }
        }

        return scores;
    }
}

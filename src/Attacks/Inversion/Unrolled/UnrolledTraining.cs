using System.Numerics;
using Federated.Attacks.Derivatives;
using Federated.Learning;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion.Unrolled;

/// <summary>
/// A client's whole local training w_(s+1) = (1 - lr wd) w_s - lr g(x_s; w_s) as a function of the samples of all its batches, and its derivative by the
/// adjoint recursion: no graph over the T steps is kept, only the weights on the way, and each step takes one product of second derivatives.
/// </summary>
internal sealed class UnrolledTraining<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const long LargestMemory = 4L << 30;

    private readonly Network _network;
    private readonly int[] _labels;
    private readonly int _batchSize;
    private readonly double _rate;
    private readonly double _decay;
    private readonly Dictionary<int, IJointLoss<T>> _losses = [];
    private readonly T[][] _weights;
    private readonly T[] _update;
    private readonly T[] _adjoint;
    private readonly T[] _direction;

    /// <param name="network">the model</param>
    /// <param name="before">w0</param>
    /// <param name="labels">class of each of the N samples, in the order of every epoch's copy</param>
    /// <param name="training">batch size, epochs or steps, weight decay</param>
    /// <param name="rate">lr</param>
    public UnrolledTraining(Network network, T[] before, int[] labels, LocalOptions training, double rate)
    {
        (_network, _labels, _rate) = (network, labels, rate);
        _batchSize = Math.Min(training.BatchSize, labels.Length);
        _decay = 1.0 - (rate * training.WeightDecay);
        Steps = training.PlannedSteps(labels.Length);
        BatchesPerEpoch = ((labels.Length - 1) / _batchSize) + 1;
        Epochs = ((Steps - 1) / BatchesPerEpoch) + 1;
        if ((long)Steps * before.Length * sizeof(float) > LargestMemory)
        {
            throw new InputException($"dlfa: {Steps} steps on {before.Length} weights would keep more than {LargestMemory >> 30} GiB; expected fewer steps, or sme");
        }

        _weights = [.. Enumerable.Range(0, Steps + 1).Select(_ => new T[before.Length])];
        before.CopyTo(_weights[0], 0);
        (_update, _adjoint, _direction) = (new T[before.Length], new T[before.Length], new T[before.Length]);
    }

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>k / E: steps of an epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>E, epochs that are begun: copies of the samples.</summary>
    public int Epochs { get; }

    /// <summary>Values of all copies of all samples.</summary>
    public int Length => Epochs * _labels.Length * _network.Input.Size;

    /// <summary>u = (w0 - wT) / lr of the last <see cref="Train"/>, length d.</summary>
    public ReadOnlySpan<T> Update => _update;

    /// <summary>Trains.</summary>
    /// <param name="x">E copies of the N samples</param>
    public void Train(ReadOnlySpan<T> x)
    {
        for (var s = 0; s < Steps; s++)
        {
            var loss = Evaluate(x, s);
            FlatVector.Combine(_weights[s + 1], _decay, _weights[s], -_rate, loss.WeightGradient);
        }

        FlatVector.Combine(_update, 1.0 / _rate, _weights[0], -1.0 / _rate, _weights[Steps]);
    }

    /// <summary>
    /// Derivative with respect to the samples of a function O of the update: lambda_T = -(dO/du) / lr; for s = T - 1, ..., 0: dO/dx_s = -lr J_s lambda_(s+1) and
    /// lambda_s = (1 - lr wd) lambda_(s+1) - lr H_s lambda_(s+1).
    /// </summary>
    /// <param name="x">the samples of the last <see cref="Train"/></param>
    /// <param name="residual">dO/du, length d</param>
    /// <param name="gradient">dO/dx; samples of steps that were not taken get 0</param>
    public void Differentiate(ReadOnlySpan<T> x, ReadOnlySpan<T> residual, Span<T> gradient)
    {
        gradient.Clear();
        FlatVector.Scale(_adjoint, -1.0 / _rate, residual);
        for (var s = Steps - 1; s >= 0; s--)
        {
            var loss = Evaluate(x, s);
            FlatVector.Scale(_direction, -_rate, _adjoint);
            loss.Product([], _direction, s > 0 ? ProductParts.All : ProductParts.Inputs);
            loss.InputProduct.CopyTo(gradient[Place(s).Start..]);
            if (s > 0)
            {
                FlatVector.Combine(_adjoint, _decay, _adjoint, 1.0, loss.WeightProduct);
            }
        }
    }

    public void Dispose()
    {
        foreach (var loss in _losses.Values)
        {
            loss.Dispose();
        }
    }

    private IJointLoss<T> Evaluate(ReadOnlySpan<T> x, int s)
    {
        var (start, first, count) = Place(s);
        if (!_losses.TryGetValue(count, out var loss))
        {
            _losses[count] = loss = JointLosses.Create<T>(_network, count);
        }

        _weights[s].CopyTo(loss.Weights);
        x.Slice(start, count * _network.Input.Size).CopyTo(loss.Inputs);
        loss.Targets.Clear();
        for (var i = 0; i < count; i++)
        {
            loss.Targets[(i * _network.Classes) + _labels[first + i]] = T.One;
        }

        loss.Evaluate();
        return loss;
    }

    /// <summary>Where a step's batch begins among all values, its first sample within its epoch, and its size.</summary>
    private (int Start, int First, int Count) Place(int s)
    {
        var (epoch, first) = (s / BatchesPerEpoch, s % BatchesPerEpoch * _batchSize);
        return (((epoch * _labels.Length) + first) * _network.Input.Size, first, Math.Min(_batchSize, _labels.Length - first));
    }
}

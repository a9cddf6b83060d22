using Federated.Attacks.Derivatives;
using Federated.Learning;
using Federated.Learning.Models;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Influence;

/// <summary>
/// J of a whole local training: Phi(x) = w_0 - w_T, the sum of rate times the gradients of T steps. Both products are recursions over the steps, with one
/// product of second derivatives in each, and no graph through the steps: along dw_{s+1} = dw_s - rate (J_s^T u_s + H_s dw_s), and back along the adjoint
/// lambda_s = lambda_{s+1} - rate H_s lambda_{s+1}. Keeps the derivatives of all T steps in memory.
/// </summary>
public sealed class UpdateJacobian : IUpdateJacobian
{
    private readonly LocalBatches _batches;
    private readonly int _sample;
    private readonly List<IJointLoss<double>> _steps = [];
    private readonly double[] _update;
    private readonly double[] _running;
    private readonly double[] _batch;

    /// <summary>Trains, and keeps each step.</summary>
    /// <param name="network">the model</param>
    /// <param name="before">w_0, length d</param>
    /// <param name="inputs">the client's N normalised samples, one after the other: d_x numbers</param>
    /// <param name="labels">their classes</param>
    /// <param name="batches">the local steps</param>
    /// <exception cref="InputException">A step is empty, or names a sample that is not there.</exception>
    public UpdateJacobian(Network network, ReadOnlySpan<float> before, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, LocalBatches batches)
    {
        JointPoint.Require(network, before.Length, inputs.Length, labels);
        (_batches, _sample, Pixels, Parameters) = (batches, network.Input.Size, inputs.Length, before.Length);
        (_update, _running) = (new double[Parameters], new double[Parameters]);
        var weights = new double[Parameters];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = before[i];
        }

        foreach (var indices in batches.Steps)
        {
            var loss = Open(network, inputs, labels, indices);
            _steps.Add(loss);
            weights.CopyTo(loss.Weights);
            loss.Evaluate();
            FlatVector.AddScaled(weights, -batches.Rate, loss.WeightGradient);
            FlatVector.AddScaled(_update, batches.Rate, loss.WeightGradient);
        }

        _batch = new double[_sample * batches.Steps.Max(step => step.Length)];
    }

    /// <inheritdoc/>
    public int Pixels { get; }

    /// <inheritdoc/>
    public int Parameters { get; }

    /// <summary>Phi(x) = w_0 - w_T, length d.</summary>
    public ReadOnlySpan<double> Update => _update;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> v, Span<double> image)
    {
        image.Clear();

        // With the sign of -lambda, so that the products are added.
        v.CopyTo(_running);
        for (var s = _steps.Count - 1; s >= 0; s--)
        {
            _steps[s].Product([], _running, ProductParts.All);
            var product = _steps[s].InputProduct;
            for (var k = 0; k < _batches.Steps[s].Length; k++)
            {
                var part = image.Slice(_batches.Steps[s][k] * _sample, _sample);
                FlatVector.AddScaled(part, _batches.Rate, product.Slice(k * _sample, _sample));
            }

            FlatVector.AddScaled(_running, -_batches.Rate, _steps[s].WeightProduct);
        }
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> u, Span<double> update)
    {
        // dw with its sign turned: Phi is w_0 - w_T. The products are linear, so that u goes in and -dw with opposite signs.
        update.Clear();
        for (var s = 0; s < _steps.Count; s++)
        {
            var indices = _batches.Steps[s];
            for (var k = 0; k < indices.Length; k++)
            {
                u.Slice(indices[k] * _sample, _sample).CopyTo(_batch.AsSpan(k * _sample));
            }

            FlatVector.Scale<double>(_running, -1.0, update);
            _steps[s].Product(_batch.AsSpan(0, indices.Length * _sample), _running, ProductParts.Weights);
            FlatVector.AddScaled(update, _batches.Rate, _steps[s].WeightProduct);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var step in _steps)
        {
            step.Dispose();
        }
    }

    private IJointLoss<double> Open(Network network, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, int[] indices)
    {
        var (x, y) = (new float[indices.Length * _sample], new int[indices.Length]);
        for (var k = 0; k < indices.Length; k++)
        {
            if (indices[k] < 0 || indices[k] >= labels.Length)
            {
                throw new InputException($"local batches: sample {indices[k]}; expected one of 0 to {labels.Length - 1}");
            }

            inputs.Slice(indices[k] * _sample, _sample).CopyTo(x.AsSpan(k * _sample));
            y[k] = labels[indices[k]];
        }

        return JointPoint.Open(network, new float[Parameters], x, y);
    }
}

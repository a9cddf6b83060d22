using System.Numerics;
using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Experiments;

namespace Federated.Attacks.Inversion.Unrolled;

/// <summary>
/// fac sum_l a_l |u_l(X) - u*_l|^2 / k + tv TV + clip C + order P, where X are E copies of the N images, u(X) what training on them would send, k the number
/// of batches and a_l = exp(-l) (Dimitrov et al. 2022). The value is that with fac = 1, so that iterations can be compared; the derivative has the ramped one.
/// </summary>
internal sealed class UnrolledMatching<T> : IRampedObjective<T>, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DlfaOptions _options;
    private readonly UnrolledTraining<T> _training;
    private readonly OrderPrior<T> _order;
    private readonly ImagePenalties _penalties;
    private readonly (int Offset, int Length, double Weight)[] _layers;
    private readonly T[] _target;
    private readonly T[] _residual;
    private double _share;

    /// <param name="observation">with the client's training and learning rate</param>
    /// <param name="options">settings</param>
    /// <param name="labels">class of each sample</param>
    public UnrolledMatching(Observation observation, InversionOptions options, int[] labels)
    {
        _options = options.Dlfa;
        var (network, rate) = (observation.Network, observation.LearningRate!.Value);
        LocalOptions training = observation.Training!;
        _training = new UnrolledTraining<T>(network, Array.ConvertAll(observation.Before, T.CreateChecked), labels, training, rate);
        _order = new OrderPrior<T>(network.Input, _training.Epochs, _options, options.Seed);
        _penalties = new ImagePenalties(network.Input, observation.Normalisation);
        _target = Array.ConvertAll(observation.Step, u => T.CreateChecked(u / rate));
        _residual = new T[_target.Length];
        _layers = [.. network.Layout.Tensors.Select((tensor, l) => (tensor.Offset, tensor.Length, Math.Exp(-l) / _training.Steps))];
        Epochs = _training.Epochs;
    }

    /// <summary>E, copies of the images.</summary>
    public int Epochs { get; }

    public int Length => _training.Length;

    public void Begin(double share) => _share = share;

    public double Evaluate(ReadOnlySpan<T> x, Span<T> gradient)
    {
        _training.Train(x);
        var ramp = _options.From * Math.Pow(_options.To / _options.From, _share);
        var (value, u) = (0.0, _training.Update.ToArray());
        foreach (var (offset, length, weight) in _layers)
        {
            var factor = T.CreateTruncating(2.0 * ramp * weight);
            for (var i = offset; i < offset + length; i++)
            {
                var d = u[i] - _target[i];
                _residual[i] = factor * d;
                value += weight * double.CreateTruncating(d * d);
            }
        }

        _training.Differentiate(x, _residual, gradient);
        value += _penalties.AddCircularVariation(x, _options.Tv, gradient);
        value += _penalties.AddClip(x, _options.Clip, gradient);
        return value + _order.Add(x, _options.Order, gradient);
    }

    public void Dispose() => _training.Dispose();
}

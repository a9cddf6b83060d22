using System.Numerics;
using Federated.Attacks.Derivatives;
using Federated.Attacks.Inversion.Optimisers;
using Federated.Learning.Numerics;

namespace Federated.Attacks.Inversion.Objectives;

/// <summary>
/// D(g(x; w)) + priors of x, as a function of dummy samples x (n of them, then n rows of label logits if labels are not known), at the surrogate
/// w = (1 - alpha) w0 + alpha wT + 2 alpha (1 - alpha) b, b = 0 but on a bent way. With the residual v = dD/dg one product of second derivatives gives all that is needed: J v with respect to the samples,
/// &lt;H v, wT - w0 + 2 (1 - 2 alpha) b&gt; with respect to alpha (SME, arXiv 2306.03984), and 2 alpha (1 - alpha) H v with respect to b (NL-SME). alpha = 0 is plain gradient matching, on the same path.
/// Not thread-safe: one for each worker.
/// </summary>
internal sealed class GradientMatching<T> : ISurrogateObjective<T>, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MatchingProblem<T> _problem;
    private readonly IJointLoss<T> _loss;
    private readonly GradientDistance<T> _distance;
    private readonly ImageVariation _variation;
    private readonly T[] _residual;
    private readonly T[] _chord;
    private readonly T[] _bend;
    private readonly T[] _bendGradient;
    private double _alpha = double.NaN;

    /// <param name="problem">what is matched</param>
    public GradientMatching(MatchingProblem<T> problem)
    {
        _problem = problem;
        _loss = JointLosses.Create<T>(problem.Network, problem.Samples);
        _distance = GradientDistances.Create(problem.Options, problem.Target, problem.Segments);
        _variation = new ImageVariation(problem.Network.Input, problem.Options.TvForm);
        _residual = new T[problem.Target.Length];
        _chord = [.. problem.After.Zip(problem.Before, (after, before) => after - before)];
        Pixels = _loss.Inputs.Length;
        Alpha = problem.Options.Sme.Alpha0;
        LearnsAlpha = Alpha is not (0.0 or 1.0) && problem.Options.Sme.Beta > 0.0;
        _bend = new T[problem.Options.Sme.Bend > 0.0 && Alpha is not (0.0 or 1.0) ? _chord.Length : 0];
        _bendGradient = new T[_bend.Length];
        if (problem.Labels is { } labels)
        {
            OneHot(labels);
        }
    }

    /// <summary>Values of all samples; label logits come behind them.</summary>
    public int Pixels { get; }

    public int Length => Pixels + (_problem.Labels is null ? _loss.Targets.Length : 0);

    public double Alpha { get; set; }

    public bool LearnsAlpha { get; }

    public double AlphaGradient { get; private set; }

    public Span<T> Bend => _bend;

    public ReadOnlySpan<T> BendGradient => _bendGradient;

    private bool MovesSurrogate => LearnsAlpha || _bend.Length > 0;

    public double Evaluate(ReadOnlySpan<T> x, Span<T> gradient)
    {
        var pixels = x[..Pixels];
        pixels.CopyTo(_loss.Inputs);
        SoftTargets(x[Pixels..]);
        MoveSurrogate();
        _loss.Evaluate();
        var value = _distance.Evaluate(_loss.WeightGradient, _residual);
        _loss.Product([], _residual, MovesSurrogate ? ProductParts.All : ProductParts.Inputs);
        _loss.InputProduct.CopyTo(gradient);
        SurrogateGradient();
        LogitGradient(gradient[Pixels..]);
        return value + Priors(pixels, gradient[..Pixels]);
    }

    public void Dispose() => _loss.Dispose();

    private double Priors(ReadOnlySpan<T> x, Span<T> gradient)
    {
        var (options, value) = (_problem.Options, 0.0);
        if (options.Tv > 0.0)
        {
            value += _variation.Add(x, options.Tv, gradient);
        }

        if (options.L2 > 0.0)
        {
            value += options.L2 * FlatProducts.Dot(x, x) / (2.0 * x.Length);
            FlatVector.AddScaled(gradient, options.L2 / x.Length, x);
        }

        return value;
    }

    private void MoveSurrogate()
    {
        if (_bend.Length > 0)
        {
            FlatVector.Combine(_loss.Weights, 1.0 - Alpha, _problem.Before, Alpha, _problem.After, 2.0 * Alpha * (1.0 - Alpha), _bend);
        }
        else if (_alpha != Alpha)
        {
            FlatVector.Combine(_loss.Weights, 1.0 - Alpha, _problem.Before, Alpha, _problem.After);
            _alpha = Alpha;
        }
    }

    private void SurrogateGradient()
    {
        AlphaGradient = LearnsAlpha ? FlatProducts.Dot(_loss.WeightProduct, _chord) : 0.0;
        if (_bend.Length > 0)
        {
            AlphaGradient += LearnsAlpha ? 2.0 * (1.0 - (2.0 * Alpha)) * FlatProducts.Dot(_loss.WeightProduct, _bend) : 0.0;
            FlatVector.Scale(_bendGradient, 2.0 * Alpha * (1.0 - Alpha), _loss.WeightProduct);
        }
    }

    private void OneHot(int[] labels)
    {
        _loss.Targets.Clear();
        for (var i = 0; i < labels.Length; i++)
        {
            _loss.Targets[(i * _problem.Network.Classes) + labels[i]] = T.One;
        }
    }

    /// <summary>q = softmax(y), row by row.</summary>
    private void SoftTargets(ReadOnlySpan<T> logits)
    {
        var classes = _problem.Network.Classes;
        for (var start = 0; start < logits.Length; start += classes)
        {
            var y = logits.Slice(start, classes);
            var q = _loss.Targets.Slice(start, classes);
            var (most, sum) = (y[0], T.Zero);
            foreach (var value in y)
            {
                most = T.Max(most, value);
            }

            for (var c = 0; c < classes; c++)
            {
                q[c] = T.Exp(y[c] - most);
                sum += q[c];
            }

            for (var c = 0; c < classes; c++)
            {
                q[c] /= sum;
            }
        }
    }

    /// <summary>With t = dD/dq: dD/dy_c = q_c (t_c - sum_k q_k t_k), row by row.</summary>
    private void LogitGradient(Span<T> gradient)
    {
        var classes = _problem.Network.Classes;
        for (var start = 0; start < gradient.Length; start += classes)
        {
            ReadOnlySpan<T> q = _loss.Targets.Slice(start, classes);
            var t = _loss.TargetProduct.Slice(start, classes);
            var mean = T.CreateTruncating(FlatProducts.Dot(q, t));
            for (var c = 0; c < classes; c++)
            {
                gradient[start + c] = q[c] * (t[c] - mean);
            }
        }
    }
}

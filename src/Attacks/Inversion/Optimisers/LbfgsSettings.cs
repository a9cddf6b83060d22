namespace Federated.Attacks.Inversion.Optimisers;

/// <summary>Constants of L-BFGS; the defaults are those of torch.optim.LBFGS, but for the history of the attacks.</summary>
internal sealed record LbfgsSettings
{
    /// <summary>Length of a step, in units of the quasi-Newton step.</summary>
    public double Rate { get; init; } = 1.0;

    /// <summary>Inner iterations of one outer step.</summary>
    public int InnerIterations { get; init; } = 20;

    /// <summary>Evaluations after which an outer step ends.</summary>
    public int Evaluations { get; init; } = 25;

    /// <summary>Pairs that are kept.</summary>
    public int History { get; init; } = 100;

    /// <summary>An outer step ends when max |g| is at most this.</summary>
    public double GradientTolerance { get; init; } = 1e-7;

    /// <summary>An outer step ends when neither the point nor the value moves by this.</summary>
    public double ChangeTolerance { get; init; } = 1e-9;

    /// <summary>Length of a step.</summary>
    public LineSearch LineSearch { get; init; }
}
